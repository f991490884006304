from enum import StrEnum

from casustafel.lib.refusal import N_


class Kind(StrEnum):
    """What was recognised. Each says why it may not stand here, and what to write instead."""

    EMAIL = "EMAIL"
    LINK = "LINK"
    HANDLE = "HANDLE"
    IBAN = "IBAN"
    PLATE = "PLATE"
    BIRTH_DATE = "BIRTH_DATE"
    PHONE = "PHONE"
    CITIZEN_NUMBER = "CITIZEN_NUMBER"
    NUMBER = "NUMBER"
    POSTCODE = "POSTCODE"
    ADDRESS = "ADDRESS"
    NAME = "NAME"

    @property
    def sentence(self) -> str:
        return SENTENCES[self]


SENTENCES = {
    Kind.EMAIL: N_("This is an e-mail address: it belongs to somebody. Leave it out, or write 'by e-mail'."),
    Kind.LINK: N_("This address on the internet can lead to somebody. Write what kind of page it is."),
    Kind.HANDLE: N_("This is somebody's name on the internet. Write 'an account on Instagram', for example."),
    Kind.IBAN: N_("This is a bank account: it belongs to somebody. Leave it out."),
    Kind.PLATE: N_("This looks like a number plate. Write 'a grey car', for example."),
    Kind.BIRTH_DATE: N_(
        "This date may be a date of birth. Write the age, or the year alone. For example: 'a boy of 17'."
    ),
    Kind.PHONE: N_("This is a phone number: it belongs to somebody. Leave it out."),
    Kind.CITIZEN_NUMBER: N_("This looks like a citizen service number (BSN). Leave it out."),
    Kind.NUMBER: N_("Such a long number can point at one person or one file. Leave it out."),
    Kind.POSTCODE: N_("This is a postcode: few people live there. Write 'in a village', for example."),
    Kind.ADDRESS: N_(
        "This is an address. Write what kind of place it is. For example: 'a flat in a quiet street'."
    ),
    Kind.NAME: N_(
        "This may be the name of a person. Write, for example, 'a boy of 17' or 'a teacher' instead."
    ),
}
