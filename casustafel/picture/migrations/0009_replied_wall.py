from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("picture", "0008_replied"), ("cases", "0002_wall"), ("notices", "0004_information_late")]
    operations = [sql.run(__file__, "replied_wall.sql")]
