from enum import StrEnum


class Result(StrEnum):
    DONE = "DONE"
    REFUSED = "REFUSED"
