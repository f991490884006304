from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_seal_anew")]
    operations = [
        migrations.RemoveField("report", name)
        for name in (
            "against",
            "done",
            "heard",
            "may_be_named",
            "protects",
            "reporter",
            "saw",
            "think",
            "when_where",
        )
    ]
