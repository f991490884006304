"""When a paper can be made. Plain Python."""

from casustafel.lib.refusal import N_, Refused


def check_has_begun(*, has_begun: bool) -> None:
    if not has_begun:
        raise Refused(N_("This meeting has not begun. There are no minutes yet."))


def check_purpose(purpose: str) -> None:
    if not purpose.strip():
        raise Refused(N_("Write what you need this paper for."), field="purpose")


def check_one_table(*, for_all: bool, cases: int) -> None:
    """Two cases have two tables: what the one may read, the other may not."""
    if for_all and cases != 1:
        raise Refused(
            N_("Choose one case. The minutes for the whole table are made for each table apart."),
            field="item",
        )
