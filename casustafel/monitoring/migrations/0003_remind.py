from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0002_wall"), ("notices", "0002_wall")]
    operations = [sql.run(__file__, "remind.sql")]
