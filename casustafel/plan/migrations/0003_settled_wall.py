from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("plan", "0002_wall"), ("deciding", "0003_standing_wall")]
    operations = [sql.run(__file__, "settled_wall.sql")]
