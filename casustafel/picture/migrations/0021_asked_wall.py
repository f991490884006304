from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("picture", "0020_judged_wall")]
    operations = [sql.run(__file__, "asked_wall.sql")]
