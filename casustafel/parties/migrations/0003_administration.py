from django.db import migrations, models

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_wall"), ("access", "0003_invitation")]
    operations = [
        migrations.AlterField(
            model_name="parameter",
            name="verified_by",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("agreement", "organisation"), name="parties_signature_once"
            ),
        ),
        sql.run(__file__, "administration_wall.sql"),
    ]
