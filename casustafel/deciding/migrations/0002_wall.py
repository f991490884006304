from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("deciding", "0001_initial"), ("cases", "0002_wall"), ("picture", "0007_sharing_wall")]
    operations = [sql.run(__file__, "wall.sql")]
