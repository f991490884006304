import django.db.models.deletion
from django.db import migrations, models

from casustafel.lib import sql


class Migration(migrations.Migration):
    """Nothing wrote a table_leave before this one: its new column needs no value for older rows."""

    dependencies = [("table", "0005_console"), ("parties", "0001_initial")]
    operations = [
        migrations.AddField(model_name="attendance", name="left_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="leave",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.person"
            ),
        ),
        sql.run(__file__, "entering_wall.sql"),
    ]
