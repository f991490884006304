from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [
        ("joining", "0001_initial"),
        ("picture", "0015_named_at"),
        ("cases", "0002_wall"),
    ]

    operations = [sql.run(__file__, "wall.sql")]
