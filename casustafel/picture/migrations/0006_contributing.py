import uuid

import django.db.models.deletion
from django.db import migrations, models

import casustafel.vault.models
from casustafel.lib import sql


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_wall"),
        ("parties", "0007_picture_terms"),
        ("picture", "0005_provided_wall"),
        ("vault", "0003_sealed_scope"),
    ]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="conditions",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="contribution",
            name="told_date",
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name="ContributionDeed",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("RELEASED", "Opened what was sealed"),
                            ("WIDENED", "More seats named"),
                            ("PROLONGED", "Kept longer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", casustafel.vault.models.SealedField(default=b"")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.person"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="picture.contribution",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.datakey"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        sql.run(__file__, "contributing_wall.sql"),
    ]
