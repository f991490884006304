from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("picture", "0019_judged")]
    operations = [sql.run(__file__, "judged_wall.sql")]
