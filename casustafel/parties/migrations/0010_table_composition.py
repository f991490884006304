import tomllib
from pathlib import Path

from django.db import migrations, models
from django.utils import timezone

PROPOSED = Path(__file__).parents[1] / "data" / "parameters.toml"
MARK = " Niet nagekeken."
CODES = {"TABLE_COMPOSITION", "MEETING_REMINDER"}


def propose(apps, editor):
    """Partnerships that are there already get who has to sit at a table, and when to remind of a meeting; a
    number that counts organisations says from now on which."""
    alias = editor.connection.alias
    rows = tomllib.loads(PROPOSED.read_text())["parameters"]
    known = apps.get_model("parties", "Parameter").objects.using(alias)
    for row in rows:
        if row["code"] not in CODES and "organisations" in row:
            known.filter(code=row["code"]).update(organisations=row["organisations"])
    for partnership in apps.get_model("parties", "Partnership").objects.using(alias):
        for row in rows:
            if row["code"] in CODES:
                _add(known, partnership, row)


def _add(known, partnership, row):
    known.create(
        partnership=partnership,
        code=row["code"],
        name={"nl": row["nl"], "en": row["en"]},
        value=row["value"],
        unit=row["unit"],
        organisations=row.get("organisations", []),
        source=row["source"].removesuffix(MARK),
        article=row.get("article", ""),
        valid_from=timezone.now().date(),  # noqa: TID251  a migration has no other clock
    )


class Migration(migrations.Migration):
    dependencies = [("parties", "0009_instrument_term")]
    operations = [
        migrations.AddField(
            model_name="parameter",
            name="organisations",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(propose, migrations.RunPython.noop),
    ]
