"""Who works in Merenwoude, and one who works elsewhere. All invented."""

from dataclasses import dataclass

from casustafel.lib.refusal import N_


@dataclass(frozen=True)
class DemoPerson:
    login: str
    name: str
    organisation: str
    roles: tuple[str, ...]
    does: str
    partnership: str = "merenwoude"


PEOPLE = (
    DemoPerson(
        "saskia",
        "Saskia de Wit",
        "MUNICIPALITY",
        ("REPORTING_OFFICER",),
        N_("takes reports in and answers the reporter"),
    ),
    DemoPerson(
        "farid", "Farid Amrani", "MUNICIPALITY", ("TRIAGE_MEMBER",), N_("weighs for the municipality")
    ),
    DemoPerson(
        "marloes",
        "Marloes Kuiper",
        "POLICE",
        ("TRIAGE_MEMBER", "PARTICIPANT"),
        N_("weighs for the police and sits at tables"),
    ),
    DemoPerson(
        "pieterjan",
        "Pieter-Jan Hoekstra",
        "PROSECUTOR",
        ("TRIAGE_MEMBER", "PARTICIPANT"),
        N_("weighs for the public prosecutor and sits at tables"),
    ),
    DemoPerson(
        "joyce",
        "Joyce Martina",
        "SAFETY_HOUSE",
        ("PROCESS_DIRECTOR",),
        N_("opens cases, gives seats and chairs the table"),
    ),
    DemoPerson(
        "thijs",
        "Thijs van Leeuwen",
        "MUNICIPALITY",
        ("CASE_DIRECTOR",),
        N_("holds the case between meetings"),
    ),
    DemoPerson(
        "esra", "Esra Yılmaz", "PROBATION", ("PARTICIPANT",), N_("guides people for the probation service")
    ),
    DemoPerson(
        "bram",
        "Bram Dekker",
        "CHILD_PROTECTION",
        ("PARTICIPANT",),
        N_("looks after the interests of children"),
    ),
    DemoPerson(
        "nienke", "Nienke Postma", "MENTAL_HEALTH", ("PARTICIPANT",), N_("brings in mental health care")
    ),
    DemoPerson(
        "elisabeth",
        "Elisabeth van Rooijen",
        "MUNICIPALITY",
        ("MAYOR",),
        N_("carries the responsibility, opens no file"),
    ),
    DemoPerson(
        "ruben",
        "Ruben Bakker",
        "MUNICIPALITY",
        ("POLICY_ADVISER",),
        N_("works with figures, never with persons"),
    ),
    DemoPerson(
        "mirjam",
        "Mirjam Visser",
        "MUNICIPALITY",
        ("DATA_PROTECTION_OFFICER",),
        N_("sees who did or saw what, and why"),
    ),
    DemoPerson(
        "dennis",
        "Dennis Willems",
        "MUNICIPALITY",
        ("ADMINISTRATOR",),
        N_("manages organisations, accounts and mandates"),
    ),
    DemoPerson(
        "hanneke",
        "Hanneke Vroom",
        "OTHER",
        ("ADVISER",),
        N_("answers questions from other places, and sees no file"),
    ),
    DemoPerson(
        "anouk",
        "Anouk Jansen",
        "MUNICIPALITY",
        ("REPORTING_OFFICER", "TRIAGE_MEMBER", "PROCESS_DIRECTOR", "CASE_DIRECTOR", "PARTICIPANT"),
        N_("works for another partnership, and sees nothing of this one"),
        partnership="hogezijde",
    ),
)
