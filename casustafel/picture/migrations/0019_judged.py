from django.db import migrations, models
from django.db.models import Q

STATES = [
    ("ALONE", "Each judges alone"),
    ("CLOSED", "Answers closed, not shown yet"),
    ("REVEALED", "Side by side"),
    ("AGAIN", "Asked again"),
    ("CONCLUDED", "Concluded together"),
]


class Migration(migrations.Migration):
    """A round may be closed before it is shown, and asked again; when somebody answered is kept no more."""

    dependencies = [("picture", "0018_own_name_wall")]
    operations = [
        migrations.AlterField(
            "round", "state", models.CharField(max_length=10, choices=STATES, default="ALONE")
        ),
        migrations.RemoveConstraint("round", "picture_one_round_at_a_time"),
        migrations.AddConstraint(
            "round",
            models.UniqueConstraint(
                fields=["case", "question"],
                condition=Q(state__in=["ALONE", "CLOSED", "REVEALED"]),
                name="picture_one_round_at_a_time",
            ),
        ),
        migrations.RemoveField("answer", "given_at"),
        migrations.AddConstraint(
            "turn", models.UniqueConstraint(fields=["round", "person"], name="picture_one_turn_each")
        ),
    ]
