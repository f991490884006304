"""Copies what the browser needs out of node_modules: `python -m casustafel.web.assets`. Plain Python only.

Everything is served from this machine. Each copy keeps its licence beside it.
"""

import re
import shutil
import sys
from pathlib import Path

WEB = Path(__file__).parent
PACKAGES = WEB.parents[1] / "node_modules"
VENDOR = WEB / "static" / "vendor"

# The families of the Utrecht library that our templates name; their look comes from css/theme.css.
UTRECHT = ("alert", "button", "select", "table", "textarea", "textbox")
FONT_FACES = ("400-normal", "400-italic", "500-normal", "600-normal", "700-normal")
FONT_ALPHABETS = ("latin", "latin-ext")
LICENCES = {
    "htmx.org": "htmx.LICENSE",
    "@fontsource/fira-sans": "fira-sans.LICENSE",
    "@tabler/icons": "tabler-icons.LICENSE",
}
ICONS = [
    "adjustments",
    "alert-circle",
    "alert-triangle",
    "archive",
    "arrow-back-up",
    "arrow-left",
    "arrow-right",
    "arrows-diff",
    "ban",
    "bell",
    "book",
    "building",
    "building-community",
    "bulb",
    "calendar",
    "calendar-check",
    "calendar-event",
    "chart-bar",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle",
    "circle-check",
    "circle-dashed",
    "circle-dot",
    "clock",
    "contrast",
    "copy",
    "device-desktop",
    "door-exit",
    "download",
    "ear",
    "external-link",
    "eye",
    "eye-off",
    "file-text",
    "filter",
    "flag",
    "folder",
    "gavel",
    "git-merge",
    "hand-stop",
    "heart",
    "help",
    "help-circle",
    "history",
    "home",
    "inbox",
    "info-circle",
    "keyboard",
    "language",
    "link",
    "list",
    "list-search",
    "lock",
    "lock-open",
    "logout",
    "mail",
    "map-pin",
    "menu-2",
    "message",
    "message-circle",
    "messages",
    "minus",
    "package",
    "pencil",
    "phone",
    "player-pause",
    "player-play",
    "plus",
    "presentation",
    "printer",
    "quote",
    "refresh",
    "road",
    "scale",
    "school",
    "search",
    "send",
    "shield",
    "shield-check",
    "sort-ascending",
    "star",
    "stethoscope",
    "table",
    "target",
    "tool",
    "transfer",
    "trash",
    "user",
    "user-plus",
    "user-x",
    "users",
    "wifi-off",
    "x",
]


def build() -> None:
    if not PACKAGES.is_dir():
        sys.exit("The browser packages are not here yet. Run `npm ci` first, or `make run`, which does.")
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "fonts").mkdir(parents=True)
    shutil.copyfile(PACKAGES / "htmx.org/dist/htmx.min.js", VENDOR / "htmx.js")
    copy_fonts()
    (VENDOR / "utrecht.css").write_text(utrecht(), encoding="utf-8")
    (VENDOR / "icons.svg").write_text(sprite(ICONS), encoding="utf-8")
    copy_licences()


def copy_fonts() -> None:
    for alphabet in FONT_ALPHABETS:
        for face in FONT_FACES:
            name = f"fira-sans-{alphabet}-{face}.woff2"
            shutil.copyfile(PACKAGES / "@fontsource/fira-sans/files" / name, VENDOR / "fonts" / name)


def copy_licences() -> None:
    for package, name in LICENCES.items():
        shutil.copyfile(PACKAGES / package / "LICENSE", VENDOR / name)
    library = PACKAGES / "@utrecht/component-library-css"
    shutil.copyfile(next(library.glob("LICENSE*")), VENDOR / "utrecht.LICENSE")


def utrecht() -> str:
    return "\n".join(
        (PACKAGES / f"@utrecht/{family}-css/dist/index.css").read_text(encoding="utf-8") for family in UTRECHT
    )


def sprite(names: list[str]) -> str:
    symbols = "\n".join(symbol(name) for name in sorted(names))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def symbol(name: str) -> str:
    drawing = (PACKAGES / f"@tabler/icons/icons/outline/{name}.svg").read_text(encoding="utf-8")
    inside = drawing.partition(">\n")[2].rpartition("</svg>")[0]
    paths = re.sub(r'\s*<path stroke="none"[^>]*/>', "", inside).strip()
    look = (
        'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
    )
    return f'<symbol id="{name}" viewBox="0 0 24 24" {look}>{paths}</symbol>'


if __name__ == "__main__":
    build()
