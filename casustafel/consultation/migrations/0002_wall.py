from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("consultation", "0001_initial"), ("parties", "0002_wall"), ("vault", "0002_scopes")]
    operations = [sql.run(__file__, "wall.sql")]
