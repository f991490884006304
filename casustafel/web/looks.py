"""Which drawing and which word go with which state. The style sheets know the rest."""

from django.http import QueryDict

from casustafel.lib.refusal import N_

TONE_ICONS = {
    "info": "info-circle",
    "good": "circle-check",
    "attention": "alert-triangle",
    "urgent": "alert-circle",
}
ALERTS = {"info": "info", "good": "ok", "attention": "warning", "urgent": "error"}
NATURE_ICONS = {
    "fact": "check",
    "observation": "eye",
    "hearsay": "ear",
    "interpretation": "bulb",
    "feeling": "heart",
}
BLANK_SPOTS = {
    "known": (N_("Known"), "circle-check"),
    "stale": (N_("Known, but old"), "history"),
    "contradicted": (N_("Contradicted"), "arrows-diff"),
    "unknown": (N_("Unknown"), "circle-dashed"),
    "may_not_know": (N_("May not know"), "lock"),
    "none": (N_("Nothing known"), "minus"),
    "asked": (N_("Asked"), "message-circle"),
    "asked_late": (N_("Asked, late"), "clock"),
}


def address(query: QueryDict, **changes: str) -> str:
    """The same page with other words after the question mark; an empty word is left out."""
    changed = query.copy()
    for name, value in changes.items():
        changed[name] = value
        if not value:
            del changed[name]
    return f"?{changed.urlencode()}"
