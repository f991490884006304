from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("picture", "0004_provided"), ("cases", "0002_wall")]
    operations = [sql.run(__file__, "provided_wall.sql")]
