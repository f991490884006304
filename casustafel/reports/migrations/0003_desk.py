import uuid

import django.db.models.deletion
from django.db import migrations, models

import casustafel.vault.models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0004_numbers"),
        ("reports", "0002_wall"),
        ("vault", "0002_scopes"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="answers",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.message"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="acknowledge_by_date",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="acknowledged_date",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="destroy_date",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="entered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.person"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="feedback_by_date",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="feedback_date",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="naming",
            field=models.CharField(
                choices=[
                    ("NOBODY", "To nobody"),
                    ("DESK", "Only the reporting point may know"),
                    ("PARTNERS", "The organisations that help may know"),
                    ("PERSON", "The person it is about may know as well"),
                ],
                default="DESK",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="told",
            field=casustafel.vault.models.SealedField(default=b""),
        ),
        migrations.AddField(
            model_name="report",
            name="withdrawn_date",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="direction",
            field=models.CharField(
                choices=[
                    ("REPLY", "Answer to the reporter"),
                    ("QUESTION", "Question to the reporter"),
                    ("FEEDBACK", "Feedback"),
                    ("FROM_REPORTER", "From the reporter"),
                    ("WITHDRAWAL", "The reporter takes the report back"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="state",
            field=models.CharField(
                choices=[
                    ("RECEIVED", "Received"),
                    ("TAKEN_IN", "Taken in"),
                    ("WAITING", "Waiting for information"),
                    ("ADVICE", "Advice given"),
                    ("OTHER_ROUTE", "Other route"),
                    ("TO_WEIGHING", "To weighing"),
                    ("PROPOSED", "Not forwarding: somebody looks along"),
                    ("UNFORWARDED", "Not forwarded"),
                    ("CLOSED", "Closed"),
                ],
                default="RECEIVED",
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("receipt_hash", models.BinaryField(unique=True)),
                ("sealed", models.BinaryField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("saved", models.BooleanField(default=False)),
                ("changed_date", models.DateField()),
                ("keep_until_date", models.DateField()),
                (
                    "partnership",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="parties.partnership"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HandingOn",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("CARE", "Care"),
                            ("SCHOOL", "School"),
                            ("YOUTH_WORK", "Youth work"),
                            ("SOCIAL_TEAM", "Neighbourhood team"),
                            ("POLICE", "Police"),
                            ("OTHER", "Another organisation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ground", models.CharField(max_length=40)),
                ("consent", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("to", casustafel.vault.models.SealedField(default=b"")),
                ("what", casustafel.vault.models.SealedField(default=b"")),
                ("reason", casustafel.vault.models.SealedField(default=b"")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.person"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.datakey"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="parties.partnership"),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handings_on",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=12)),
                ("size", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "Waits for the check"),
                            ("CLEAN", "Checked and cleaned"),
                            ("QUARANTINE", "Set apart: not to be opened without a decision"),
                            ("REFUSED", "Refused: something harmful was found"),
                        ],
                        default="WAITING",
                        max_length=12,
                    ),
                ),
                ("raw_blob", models.UUIDField(null=True)),
                ("clean_blob", models.UUIDField(null=True)),
                ("added_date", models.DateField()),
                ("name", casustafel.vault.models.SealedField(default=b"")),
                ("findings", casustafel.vault.models.SealedField(default=b"")),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.datakey"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="parties.partnership"),
                ),
                (
                    "report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="reports.report",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="reports.draft",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("draft__isnull", True), ("report__isnull", False)),
                            models.Q(("draft__isnull", False), ("report__isnull", True)),
                            _connector="OR",
                        ),
                        name="reports_attachment_of_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NameMark",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("mark", models.BinaryField()),
                (
                    "partnership",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="parties.partnership"),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="reports.report"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["partnership", "mark"], name="reports_by_mark")],
                "constraints": [models.UniqueConstraint(fields=("report", "mark"), name="reports_mark_once")],
            },
        ),
        migrations.CreateModel(
            name="SamePerson",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("reason", casustafel.vault.models.SealedField(default=b"")),
                ("undone_reason", casustafel.vault.models.SealedField(default=b"")),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.datakey"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.person"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.report"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="parties.partnership"),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.report"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("report", models.F("other")), _negated=True),
                        name="reports_same_person_of_two",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("report", "other"),
                        name="reports_same_person_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondLook",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("AGREED", "I agree: do not forward"),
                            ("DISAGREED", "I do not agree: look at it again"),
                        ],
                        default="",
                        max_length=9,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("reason", casustafel.vault.models.SealedField(default=b"")),
                ("answer_reason", casustafel.vault.models.SealedField(default=b"")),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.person"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.person"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.datakey"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="parties.partnership"),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="second_looks",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")), fields=("report",), name="reports_one_second_look"
                    )
                ],
            },
        ),
    ]
