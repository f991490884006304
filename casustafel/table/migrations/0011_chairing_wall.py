from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("table", "0010_minutes_wall")]
    operations = [sql.run(__file__, "chairing_wall.sql")]
