from datetime import datetime
from uuid import UUID

import django.db.models.deletion
from django.db import migrations, models
from django.utils.timezone import make_aware

# Nobody could add a contact before this: the defaults stand for no row.
NOBODY, NEVER = UUID(int=0), make_aware(datetime(2000, 1, 1))


class Migration(migrations.Migration):
    dependencies = [("parties", "0007_picture_terms"), ("picture", "0012_recognised_wall")]
    operations = [
        migrations.AddField(
            "contact",
            "by",
            models.ForeignKey(
                default=NOBODY,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.person",
            ),
            preserve_default=False,
        ),
        migrations.AddField("contact", "at", models.DateTimeField(default=NEVER), preserve_default=False),
        migrations.AddField("contact", "ended_at", models.DateTimeField(null=True)),
        migrations.AddField("contact", "version", models.PositiveIntegerField(default=1)),
    ]
