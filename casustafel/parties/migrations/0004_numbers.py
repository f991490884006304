import tomllib
from pathlib import Path

from django.db import migrations
from django.utils import timezone

PROPOSED = Path(__file__).parents[1] / "data" / "parameters.toml"
MARK = " Niet nagekeken."


def complete(apps, editor):
    """Partnerships that are there already get the number of the code to choose a password. The remark that
    nobody verified a number moves from its source to where screens say it."""
    alias = editor.connection.alias
    numbers = apps.get_model("parties", "Parameter").objects.using(alias)
    for row in numbers.filter(source__endswith=MARK):
        row.source = row.source.removesuffix(MARK)
        row.save(update_fields=["source"])
    proposed = {entry["code"]: entry for entry in tomllib.loads(PROPOSED.read_text())["parameters"]}
    new = proposed["INVITATION_TERM"]
    for partnership in apps.get_model("parties", "Partnership").objects.using(alias):
        numbers.create(
            partnership=partnership,
            code="INVITATION_TERM",
            name={"nl": new["nl"], "en": new["en"]},
            value=new["value"],
            unit=new["unit"],
            source=new["source"].removesuffix(MARK),
            valid_from=timezone.now().date(),  # noqa: TID251  a migration has no other clock
        )


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_administration")]
    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
