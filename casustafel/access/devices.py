"""What to call the device of a session, so that its owner knows it again. No more of it is kept than this."""

BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def name_of(user_agent: str) -> str:
    """ "Firefox, Windows"; "" when it says nothing we know."""
    known = (_first(marks, user_agent) for marks in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, known))


def _first(marks: dict[str, str], user_agent: str) -> str:
    return next((name for mark, name in marks.items() if mark in user_agent), "")
