from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial"), ("access", "0002_cache"), ("audit", "0002_wall")]
    operations = [sql.run(__file__, "wall.sql"), sql.run(__file__, "log_wall.sql")]
