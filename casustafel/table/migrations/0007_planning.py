from django.db import migrations, models

import casustafel.vault.models
from casustafel.lib import sql

OPEN = """ALTER TABLE table_agendaitem NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE table_expected NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE table_meeting NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE cases_seat NO FORCE ROW LEVEL SECURITY"""
SHUT = OPEN.replace("NO FORCE", "FORCE")
# Agendas that were made before expect every organisation with a seat on the day of the meeting.
EXPECT = """
    INSERT INTO table_expected (id, case_id, item_id, key_id, organisation_id)
    SELECT gen_random_uuid(), a.case_id, a.id, a.key_id, s.organisation_id
    FROM table_agendaitem a JOIN table_meeting m ON m.id = a.meeting_id
    JOIN cases_seat s ON s.case_id = a.case_id
         AND s.from_date <= m.day AND (s.until_date IS NULL OR s.until_date > m.day)
    GROUP BY a.case_id, a.id, a.key_id, s.organisation_id
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("table", "0006_entering"),
        ("notices", "0008_meetings"),
        ("parties", "0010_table_composition"),
        ("picture", "0018_own_name_wall"),
    ]
    operations = [
        migrations.AlterField(
            model_name="meeting",
            name="state",
            field=models.CharField(
                choices=[
                    ("PLANNED", "Planned"),
                    ("OPEN", "Under way"),
                    ("ENDED", "Ended"),
                    ("OFF", "Called off"),
                ],
                default="PLANNED",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="reason",
            field=casustafel.vault.models.SealedField(default=b""),
        ),
        migrations.RunSQL([(OPEN, None), (EXPECT, None), (SHUT, None)], migrations.RunSQL.noop),
        sql.run(__file__, "planning_wall.sql"),
    ]
