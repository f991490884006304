import tomllib
from pathlib import Path

from django.db import migrations
from django.utils import timezone

PROPOSED = Path(__file__).parents[1] / "data" / "parameters.toml"
MARK = " Niet nagekeken."
CODES = {"CORRECTION_ACKNOWLEDGE"}


def propose(apps, editor):
    """Partnerships that are there already get the term in which a correction is acknowledged."""
    alias = editor.connection.alias
    new = [row for row in tomllib.loads(PROPOSED.read_text())["parameters"] if row["code"] in CODES]
    for partnership in apps.get_model("parties", "Partnership").objects.using(alias):
        for row in new:
            apps.get_model("parties", "Parameter").objects.using(alias).create(
                partnership=partnership,
                code=row["code"],
                name={"nl": row["nl"], "en": row["en"]},
                value=row["value"],
                unit=row["unit"],
                source=row["source"].removesuffix(MARK),
                valid_from=timezone.now().date(),  # noqa: TID251  a migration has no other clock
            )


class Migration(migrations.Migration):
    dependencies = [("parties", "0007_picture_terms")]
    operations = [migrations.RunPython(propose, migrations.RunPython.noop)]
