"""What is raised when a rule says no. Plain Python, so that rules.py can raise it."""


def N_(sentence: str) -> str:
    """Marks a sentence for translation; it is translated where it is shown."""
    return sentence


class Refused(Exception):
    """A rule says no. The sentence is an English msgid for the reader, without content of a case.

    `field` names the form field the sentence belongs beside; "" is the whole form.
    """

    def __init__(self, sentence: str, *, field: str = "", **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.values = values


class NotYours(Exception):
    """Absent, or not for this viewer: the same to whoever asks (404)."""


class Conflict(Exception):
    """Somebody else changed the text since this form was opened; neither text is lost.

    Their text is not in it: what this undoes takes the log's line of reading along, so who shows both texts
    reads theirs anew.
    """

    def __init__(self, *, mine: str) -> None:
        super().__init__("conflict")
        self.mine = mine
