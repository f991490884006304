from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("picture", "0006_contributing"), ("cases", "0002_wall")]
    operations = [sql.run(__file__, "sharing_wall.sql")]
