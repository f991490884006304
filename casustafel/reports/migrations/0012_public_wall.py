from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_own_wall")]
    operations = [sql.run(__file__, "public_wall.sql")]
