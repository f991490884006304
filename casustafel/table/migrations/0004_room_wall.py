from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("table", "0003_living"), ("cases", "0002_wall")]
    operations = [sql.run(__file__, "room_wall.sql")]
