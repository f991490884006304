from django.db import migrations, models

from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [("picture", "0009_replied_wall"), ("cases", "0002_wall")]
    operations = [
        migrations.AddField(
            model_name="correctionnotice",
            name="audience",
            field=models.CharField(
                choices=[
                    ("TABLE", "The whole table"),
                    ("CORE", "Core partners only"),
                    ("SEATS", "Named seats only"),
                    ("LATER", "Sealed for later: only my organisation for now"),
                ],
                default="TABLE",
                max_length=8,
            ),
            preserve_default=False,
        ),
        sql.run(__file__, "corrected_wall.sql"),
    ]
