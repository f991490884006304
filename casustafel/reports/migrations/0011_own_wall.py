from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_worklist")]
    operations = [sql.run(__file__, "own_wall.sql")]
