from django.db import migrations, models
from django.db.models.functions import Now

# What was said before is in the order of its contribution. The owner of the tables looks past the wall for
# this moment, at moments only.
OPEN = """ALTER TABLE picture_statement NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE picture_contribution NO FORCE ROW LEVEL SECURITY"""
SHUT = """ALTER TABLE picture_statement FORCE ROW LEVEL SECURITY;
    ALTER TABLE picture_contribution FORCE ROW LEVEL SECURITY"""
SAID = """UPDATE picture_statement s SET made_at = c.made_at
    FROM picture_contribution c WHERE c.id = s.contribution_id"""


class Migration(migrations.Migration):
    dependencies = [("picture", "0013_contact_by_whom")]
    operations = [
        migrations.AddField("statement", "made_at", models.DateTimeField(db_default=Now())),
        migrations.RunSQL([OPEN, SAID, SHUT], migrations.RunSQL.noop, elidable=True),
    ]
