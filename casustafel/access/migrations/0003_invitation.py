import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0002_cache")]
    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("partnership_id", models.UUIDField()),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("valid_until", models.DateTimeField()),
            ],
        ),
        migrations.RemoveField(model_name="account", name="last_login"),
    ]
