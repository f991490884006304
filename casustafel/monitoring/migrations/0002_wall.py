from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial"), ("cases", "0002_wall"), ("plan", "0002_wall")]
    operations = [sql.run(__file__, "wall.sql")]
