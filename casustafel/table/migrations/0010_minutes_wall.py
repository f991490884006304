from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("table", "0009_minutes"), ("cases", "0002_wall")]
    operations = [sql.run(__file__, "minutes_wall.sql")]
