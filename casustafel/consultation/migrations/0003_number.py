import tomllib
from pathlib import Path

from django.db import migrations
from django.utils import timezone

from casustafel.parties import terms

PROPOSED = Path(terms.__file__).parent / "data" / "parameters.toml"
CODE, MARK = "CONSULTATION_RETENTION", " Niet nagekeken."


def complete(apps, editor):
    """Partnerships that are there already get the proposed term as well."""
    alias = editor.connection.alias
    numbers = apps.get_model("parties", "Parameter").objects.using(alias)
    new = next(each for each in tomllib.loads(PROPOSED.read_text())["parameters"] if each["code"] == CODE)
    for partnership in apps.get_model("parties", "Partnership").objects.using(alias):
        numbers.create(
            partnership=partnership,
            code=CODE,
            name={"nl": new["nl"], "en": new["en"]},
            value=new["value"],
            unit=new["unit"],
            source=new["source"].removesuffix(MARK),
            valid_from=timezone.now().date(),  # noqa: TID251  a migration has no other clock
        )


class Migration(migrations.Migration):
    dependencies = [("consultation", "0002_wall"), ("parties", "0004_numbers")]
    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
