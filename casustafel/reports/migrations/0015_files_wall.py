from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("reports", "0014_files_added_by")]
    operations = [sql.run(__file__, "files_wall.sql")]
