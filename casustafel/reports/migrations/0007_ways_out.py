from django.db import migrations, models

import casustafel.vault.models

ANSWERS = [
    ("AGREED", "I agree: do not forward"),
    ("DISAGREED", "I do not agree: look at it again"),
    ("WITHDRAWN", "Taken back by who asked"),
]


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_desk_wall")]
    operations = [
        migrations.AddField("report", "wait_until_date", models.DateField(null=True)),
        migrations.AddField("sameperson", "same", models.BooleanField(default=True)),
        migrations.AddField(
            "secondlook", "grounds", casustafel.vault.models.SealedField(default=b"", step=256)
        ),
        migrations.AlterField(
            "secondlook",
            "answer",
            models.CharField(blank=True, choices=ANSWERS, default="", max_length=9),
        ),
    ]
