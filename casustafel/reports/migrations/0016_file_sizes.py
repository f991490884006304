from django.db import migrations

# Sizes that were kept exact become those on disk (files.store.size_on_disk). The owner of the tables looks
# past the wall for this moment, at sizes only.
OPEN = "ALTER TABLE reports_attachment NO FORCE ROW LEVEL SECURITY"
SHUT = "ALTER TABLE reports_attachment FORCE ROW LEVEL SECURITY"
ROUNDED = """
    UPDATE reports_attachment a
    SET size = 65536 * CASE WHEN s.pieces <= 16 THEN s.pieces ELSE ceil(s.pieces / 16.0) * 16 END
    FROM (SELECT id, greatest(1, ceil(size / 65532.0)) AS pieces FROM reports_attachment) s
    WHERE s.id = a.id
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0015_files_wall")]
    operations = [migrations.RunSQL([OPEN, ROUNDED, SHUT], migrations.RunSQL.noop, elidable=True)]
