from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [
        ("table", "0007_planning"),
        ("cases", "0002_wall"),
        ("parties", "0002_wall"),
    ]
    operations = [sql.run(__file__, "screen_wall.sql")]
