import tomllib
from pathlib import Path

from django.db import migrations
from django.utils import timezone

PROPOSED = Path(__file__).parents[1] / "data" / "parameters.toml"
MARK = " Niet nagekeken."
CODE = "REPORT_RETENTION_CLOSED"


def propose(apps, editor):
    """Partnerships that are there already get the term after which a closed report is destroyed."""
    alias = editor.connection.alias
    new = next(entry for entry in tomllib.loads(PROPOSED.read_text())["parameters"] if entry["code"] == CODE)
    for partnership in apps.get_model("parties", "Partnership").objects.using(alias):
        apps.get_model("parties", "Parameter").objects.using(alias).create(
            partnership=partnership,
            code=CODE,
            name={"nl": new["nl"], "en": new["en"]},
            value=new["value"],
            unit=new["unit"],
            source=new["source"].removesuffix(MARK),
            article=new["article"],
            valid_from=timezone.now().date(),  # noqa: TID251  a migration has no other clock
        )


class Migration(migrations.Migration):
    dependencies = [("parties", "0004_numbers")]
    operations = [migrations.RunPython(propose, migrations.RunPython.noop)]
