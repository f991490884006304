from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial"), ("parties", "0002_wall")]
    operations = [sql.run(__file__, "wall.sql")]
