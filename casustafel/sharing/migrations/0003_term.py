import tomllib
from pathlib import Path

from django.db import migrations
from django.utils import timezone

PROPOSED = Path(__file__).parents[2] / "parties" / "data" / "parameters.toml"
CODE = "SHARING_AID_RETENTION"


def propose(apps, editor):
    """Partnerships that are there already get the term after which a sharing aid is destroyed."""
    alias = editor.connection.alias
    numbers = apps.get_model("parties", "Parameter").objects.using(alias)
    new = next(row for row in tomllib.loads(PROPOSED.read_text())["parameters"] if row["code"] == CODE)
    for partnership in apps.get_model("parties", "Partnership").objects.using(alias):
        if numbers.filter(partnership=partnership, code=CODE).exists():
            continue
        numbers.create(
            partnership=partnership,
            code=CODE,
            name={"nl": new["nl"], "en": new["en"]},
            value=new["value"],
            unit=new["unit"],
            source=new["source"].removesuffix(" Niet nagekeken."),
            valid_from=timezone.now().date(),  # noqa: TID251  a migration has no other clock
        )


class Migration(migrations.Migration):
    dependencies = [("sharing", "0002_wall"), ("parties", "0004_numbers")]
    operations = [migrations.RunPython(propose, migrations.RunPython.noop)]
