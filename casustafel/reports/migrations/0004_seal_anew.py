"""What a reporter told becomes one padded text, and every letter is padded. The rows of the version before
are opened for it, which the log says, and sealed again under the same keys."""

import json

from django.db import migrations

from casustafel.audit import log
from casustafel.audit.log import Door
from casustafel.lib import clock
from casustafel.reports import receipts
from casustafel.vault import cipher, keys
from casustafel.vault.cipher import Place

ANSWERS = ("reporter", "saw", "when_where", "heard", "think", "against", "protects", "done")
TABLES = ("reports_report", "reports_message")


def seal_anew(apps, editor):
    alias = editor.connection.alias
    reports = apps.get_model("reports", "Report").objects.using(alias)
    _walls(editor, "NO FORCE")
    for report in reports.select_related("key__desk").iterator():
        log.record_read(
            {report.key.scope_id: [f"reports_report:{report.id}"]},
            by=Door("INSTALLATION", partnership_id=report.partnership_id),
            now=clock.now(),
            purpose="report.sealed_anew",
        )
        _seal_report(report)
        for message in report.messages.using(alias).select_related("key__desk"):
            text = _opened(message.key, "reports_message", "text", message)
            message.for_reporter = receipts.seal_letter(bytes(report.mailbox_key), message.id, text)
            message.save(update_fields=["for_reporter"])
    _walls(editor, "FORCE")


def _seal_report(report):
    told = {name: _opened(report.key, "reports_report", name, report) for name in ANSWERS}
    text = json.dumps({name: said for name, said in told.items() if said}, ensure_ascii=False)
    binding = Place(report.key.scope_id, "reports_report", "told", report.id).binding()
    report.told = cipher.encrypt(keys.unwrap(report.key), text.encode(), binding, step=4096)
    report.naming = "PERSON" if report.may_be_named else "DESK"
    report.save(update_fields=["told", "naming"])


def _opened(key, table, column, row):
    sealed = bytes(getattr(row, column))
    binding = Place(key.scope_id, table, column, row.id).binding()
    return cipher.decrypt(keys.unwrap(key), sealed, binding).decode() if sealed else ""


def _walls(editor, force):
    for table in TABLES:
        editor.execute(f"ALTER TABLE {table} {force} ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_desk"), ("audit", "0001_initial"), ("vault", "0002_scopes")]
    operations = [migrations.RunPython(seal_anew, migrations.RunPython.noop, elidable=True)]
