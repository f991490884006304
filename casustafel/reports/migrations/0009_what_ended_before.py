from django.db import migrations

# Reports that were closed by the version before get their term, and the day of their feedback. The owner of
# the tables looks past the wall for this moment, at days only.
OPEN = "; ".join(
    f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in ("reports_report", "reports_step")
)
SHUT = OPEN.replace("NO FORCE", "FORCE")
TOLD = """
    UPDATE reports_report r SET feedback_date = s.told
    FROM (SELECT report_id, max(at)::date AS told FROM reports_step WHERE kind = 'feedback' GROUP BY 1) s
    WHERE s.report_id = r.id AND r.feedback_date IS NULL
"""
ENDED = """
    UPDATE reports_report r SET destroy_date = (s.ended + make_interval(months => p.value))::date
    FROM (SELECT report_id, max(at)::date AS ended FROM reports_step WHERE kind = 'closed' GROUP BY 1) s,
         parties_parameter p
    WHERE s.report_id = r.id AND r.state = 'CLOSED' AND r.destroy_date IS NULL
      AND p.partnership_id = r.partnership_id AND p.code = 'REPORT_RETENTION_CLOSED' AND p.unit = 'MONTHS'
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_ways_out_wall"), ("parties", "0005_report_retention")]
    operations = [migrations.RunSQL([OPEN, TOLD, ENDED, SHUT], migrations.RunSQL.noop, elidable=True)]
