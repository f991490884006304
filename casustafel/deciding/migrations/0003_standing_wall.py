from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("deciding", "0002_wall")]
    operations = [sql.run(__file__, "standing_wall.sql")]
