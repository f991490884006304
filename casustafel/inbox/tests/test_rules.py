from pathlib import Path

import pytest

from casustafel.inbox import mailboxes, rules
from casustafel.inbox.choices import State, Wrong
from casustafel.inbox.mailboxes import NAME, Address
from casustafel.lib import credentials
from casustafel.lib.refusal import Refused


def test_every_state_knows_its_way_on() -> None:
    assert set(rules.MOVES) == set(State.values)
    with pytest.raises(Refused, match="has been dealt with"):
        rules.check_move("REPORTED", "SET_ASIDE")
    rules.check_move("SET_ASIDE", "REPORTED")


def test_another_reason_is_written_down() -> None:
    rules.check_why("SPAM", "")
    with pytest.raises(Refused) as refused:
        rules.check_why("OTHER", "  ")
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("wrong", "has_text", "state"),
    [
        ({"CUT_OFF"}, True, "WAITING"),
        ({"CUT_OFF"}, False, "UNREADABLE"),
        ({"BROKEN"}, True, "UNREADABLE"),
        ({"EMPTY"}, False, "WAITING"),
        (set(), True, "WAITING"),
    ],
)
def test_what_leaves_nothing_to_read_is_shown_as_such(wrong: set[str], has_text: bool, state: str) -> None:
    assert rules.state_of(frozenset(wrong), has_text=has_text) == state
    assert set(Wrong.values) >= wrong | rules.GRAVE


def test_the_mail_itself_is_handed_over_only_where_something_is_not_shown() -> None:
    assert not rules.may_be_handed_over(frozenset())
    assert not rules.may_be_handed_over(frozenset({"EMPTY"}))
    assert rules.may_be_handed_over(frozenset({"EMPTY", "CUT_OFF"}))


class TestWhichMailbox:
    def given(self, monkeypatch: pytest.MonkeyPatch, text: str) -> list[Address]:
        monkeypatch.setenv(NAME, text)
        return mailboxes.all_of_them()

    def test_several_with_spaces(self, monkeypatch: pytest.MonkeyPatch) -> None:
        text = (
            "imaps://a@b.example@mail.example/Post%20in?partnership=a  imap://b@127.0.0.1:1143?partnership=b"
        )
        assert self.given(monkeypatch, text) == [
            Address("mail.example", 993, "a@b.example", "Post in", "a"),
            Address("127.0.0.1", 1143, "b", "INBOX", "b", encrypted=False),
        ]

    def test_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.given(monkeypatch, "") == []

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("imaps://a:geheim@mail.example?partnership=a", "holds a password"),
            ("imap://a@mail.example?partnership=a", "use imaps"),
            ("imaps://a@mail.example", "write imaps"),
            ("imaps://mail.example?partnership=a", "write imaps"),
            ("https://a@mail.example?partnership=a", "write imaps"),
            ("imaps://a@mail.example:veel?partnership=a", "write imaps"),
        ],
    )
    def test_what_is_wrong_is_said_without_what_was_given(
        self, monkeypatch: pytest.MonkeyPatch, text: str, why: str
    ) -> None:
        with pytest.raises(Refused, match=why) as refused:
            self.given(monkeypatch, text)
        assert "geheim" not in f"{refused.value} {refused.value.values}"

    def test_a_password_that_others_can_read_is_refused(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(credentials, "folder", lambda: tmp_path)
        (tmp_path / "inbox-a").write_text("geheim\n")
        (tmp_path / "inbox-a").chmod(0o644)
        address = Address("mail.example", 993, "a", "INBOX", "a")
        with pytest.raises(Refused):
            address.password()
        (tmp_path / "inbox-a").chmod(0o600)
        assert address.password() == "geheim"
