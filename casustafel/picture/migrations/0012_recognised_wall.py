from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("picture", "0011_recognised"), ("cases", "0002_wall")]
    operations = [sql.run(__file__, "recognised_wall.sql")]
