"""When a paper can be made. Plain Python."""

from casustafel.lib.refusal import N_, Refused


def check_has_begun(*, has_begun: bool) -> None:
    if not has_begun:
        raise Refused(N_("This meeting has not begun. There are no minutes yet."))


def check_purpose(purpose: str) -> None:
    if not purpose.strip():
        raise Refused(N_("Write what you need this paper for."), field="purpose")
