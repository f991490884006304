from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_wall")]
    operations = [sql.run(__file__, "desk_pages.sql")]
