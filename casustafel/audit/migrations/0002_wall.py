from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [sql.run(__file__, "wall.sql")]
