from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_ways_out")]
    operations = [sql.run(__file__, "ways_out_wall.sql")]
