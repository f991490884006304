from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("reports", "0016_file_sizes")]
    operations = [sql.run(__file__, "columns_wall.sql")]
