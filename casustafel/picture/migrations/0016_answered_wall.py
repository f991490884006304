from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("picture", "0015_named_at"), ("notices", "0002_wall")]
    operations = [sql.run(__file__, "answered_wall.sql")]
