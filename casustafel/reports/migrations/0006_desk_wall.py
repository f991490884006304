from django.db import migrations

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_answers_in_one_text"), ("parties", "0002_wall")]
    operations = [sql.run(__file__, "desk_wall.sql")]
