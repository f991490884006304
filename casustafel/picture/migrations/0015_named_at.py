from datetime import datetime

from django.db import migrations, models
from django.utils.timezone import make_aware

from casustafel.lib import sql

# Nobody kept when a seat was named: what was named before counts from the day it was shared, as it did. The
# owner of the tables looks past the wall for this moment, at moments only.
OPEN = """ALTER TABLE picture_audienceseat NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE picture_contribution NO FORCE ROW LEVEL SECURITY"""
SHUT = """ALTER TABLE picture_audienceseat FORCE ROW LEVEL SECURITY;
    ALTER TABLE picture_contribution FORCE ROW LEVEL SECURITY"""
NAMED = """UPDATE picture_audienceseat a SET at = coalesce(c.shared_at, c.made_at)
    FROM picture_contribution c WHERE c.id = a.contribution_id"""

NEVER = make_aware(datetime(2000, 1, 1))


class Migration(migrations.Migration):
    dependencies = [("picture", "0014_statement_order")]
    operations = [
        migrations.AddField(
            "audienceseat", "at", models.DateTimeField(default=NEVER), preserve_default=False
        ),
        migrations.RunSQL([OPEN, NAMED, SHUT], migrations.RunSQL.noop, elidable=True),
        sql.run(__file__, "named_wall.sql"),
    ]
