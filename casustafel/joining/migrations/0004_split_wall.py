from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("joining", "0003_split")]

    operations = [sql.run(__file__, "split_wall.sql")]
