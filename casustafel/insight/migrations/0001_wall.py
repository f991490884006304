from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("triage", "0002_wall"), ("cases", "0002_wall"), ("reports", "0002_wall")]
    operations = [sql.run(__file__, "wall.sql")]
