from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("picture", "0017_withdrawn_result")]
    operations = [sql.run(__file__, "own_name_wall.sql")]
