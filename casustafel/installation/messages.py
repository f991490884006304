"""Translations without gettext on the machine: gather, compare and compile them.

python -m casustafel.installation.messages [compile | update | missing]
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1]
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def compile_all() -> list[Path]:
    """Every .po that is newer than its .mo. A text that is not translated, or only by guess, stays out."""
    compiled = []
    for source in _catalogs():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_suffix(".mo.draft")
        with draft.open("wb") as file:
            write_mo(file, _read(source))
        draft.replace(target)
        compiled.append(target)
    return compiled


def update() -> None:
    """Brings every .po in step with the texts in the code."""
    template = gathered()
    dutch = PACKAGE / "locale/nl/LC_MESSAGES/django.po"
    if not dutch.exists():
        dutch.parent.mkdir(parents=True, exist_ok=True)
        with dutch.open("wb") as file:
            write_po(file, Catalog(locale="nl", project="Casustafel"))
    for path in _catalogs():
        catalog = _read(path)
        catalog.update(template, no_fuzzy_matching=True, keep_user_comments=True)
        catalog.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalog, width=110, sort_by_file=True, include_lineno=False, omit_header=False)


def missing() -> list[str]:
    """The texts without a translation, one line for each language and text."""
    template = gathered()
    if not _catalogs():
        return ["nl: there is no translation at all"]
    return [
        f"{path.parents[1].name}: {message.id!r}"
        for path in _catalogs()
        for catalog in [_read(path)]
        for message in template
        if message.id and not _translated(catalog, message.id, message.context)
    ]


def gathered() -> Catalog:
    catalog = Catalog(project="Casustafel")
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("templates/**/*.*")]):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for _line, message, comments, context in extract("python", _source(path), KEYWORDS, ["Translators:"]):
            catalog.add(
                message,
                locations=[(str(path.relative_to(PACKAGE)), 1)],
                auto_comments=comments,
                context=context,
            )
    return catalog


def _source(path: Path) -> io.BytesIO:
    text = path.read_text()
    if path.suffix != ".py":
        from django.utils.translation.template import templatize  # what makemessages itself uses

        # What is left around the calls is no Python: its indentation would stop the reading.
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    return io.BytesIO(text.encode())


def _translated(catalog: Catalog, text: str | tuple[str, ...] | list[str], context: str | None) -> bool:
    singular = text if isinstance(text, str) else text[0]
    known = catalog.get(singular, context)
    if known is None or known.fuzzy:
        return False
    strings = [known.string] if isinstance(known.string, str) else list(known.string or [])
    return bool(strings) and all(strings)


def _catalogs() -> list[Path]:
    return sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/*.po"))


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def main(arguments: list[str]) -> int:
    match arguments or ["compile"]:
        case ["compile"]:
            compile_all()
        case ["update"]:
            update()
        case ["missing"]:
            lacking = missing()
            print("\n".join(lacking))
            return 1 if lacking else 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
