from pathlib import Path

from django.db import migrations

# A function can be given only to a role that may create in the schema; it may so for this moment.
BEFORE = "GRANT CREATE ON SCHEMA public TO casustafel_wall"
AFTER = "REVOKE CREATE ON SCHEMA public FROM casustafel_wall"


def run(beside: str, name: str) -> migrations.RunSQL:
    """The wall of a step, as SQL in a file of its own beside its models."""
    text = (Path(beside).parents[1] / name).read_text()
    return migrations.RunSQL([(BEFORE, None), (text, None), (AFTER, None)])
