"""The roles, each in words that a manager can sign for."""

from typing import ClassVar

from casustafel.access.permissions import Permission
from casustafel.lib.refusal import N_


class Role:
    code: ClassVar[str]
    display_name: ClassVar[str]
    description: ClassVar[str]
    permissions: ClassVar[frozenset[Permission]]


EVERYBODY = frozenset({Permission.METHOD_READ, Permission.PARAMETER_READ})
# Who meets people in their work: tells a worry, asks for advice, weighs what may be shared.
PROFESSIONALS = EVERYBODY | {
    Permission.CONSULTATION_ASK,
    Permission.CONSULTATION_READ,
    Permission.REPORT_MAKE,
    Permission.SHARING_WEIGH,
}


class Professional(Role):
    code = "PROFESSIONAL"
    display_name = N_("Professional in the field")
    description = N_(
        "Tells a worry to the reporting point, asks for advice without naming a person and weighs what may"
        " be shared. Sees what came of the own reports and questions, and no file."
    )
    permissions = PROFESSIONALS


class ReportingOfficer(Role):
    code = "REPORTING_OFFICER"
    display_name = N_("Reporting officer")
    description = N_(
        "Takes in reports at the reporting point, gives advice, prepares the weighing and answers"
        " the reporter. Sees all reports of the partnership, and what became of a weighing."
        " Sees no case without a seat."
    )
    permissions = PROFESSIONALS | {
        Permission.CONSULTATION_ADVISE,
        Permission.REPORT_HANDLE,
        Permission.WEIGHING_READ,
    }


class TriageMember(Role):
    code = "TRIAGE_MEMBER"
    display_name = N_("Triage member")
    description = N_(
        "Weighs for the own organisation whether a person is taken up. Sees what was prepared for weighing,"
        " and the views of the others only after all have given theirs. Sees a report only when asked"
        " to look along before it is not forwarded."
    )
    permissions = PROFESSIONALS | {
        Permission.REPORT_SECOND,
        Permission.WEIGHING_READ,
        Permission.WEIGHING_JUDGE,
    }


class ProcessDirector(Role):
    code = "PROCESS_DIRECTOR"
    display_name = N_("Process director")
    description = N_(
        "Opens a case after the weighing, gives seats, plans and chairs the table and guards the method."
        " Sees only cases in which this person has a seat."
    )
    permissions = PROFESSIONALS | {
        Permission.CASE_OPEN,
        Permission.CASE_PARTICIPATE,
        Permission.MEETING_CHAIR,
        Permission.WEIGHING_READ,
    }


class CaseDirector(Role):
    code = "CASE_DIRECTOR"
    display_name = N_("Case director")
    description = N_(
        "Holds the case between meetings: plan, commitments, reviews, closing. Sees only cases with a seat."
    )
    permissions = PROFESSIONALS | {Permission.CASE_PARTICIPATE}


class Participant(Role):
    code = "PARTICIPANT"
    display_name = N_("Participant")
    description = N_(
        "Brings in information for the own organisation, judges and carries out interventions."
        " Sees only cases with a seat, for as long as the seat lasts."
    )
    permissions = PROFESSIONALS | {Permission.CASE_PARTICIPATE}


class Adviser(Role):
    code = "ADVISER"
    display_name = N_("Adviser of the national support point")
    description = N_("Answers questions that were put without personal data. Sees no report and no file.")
    permissions = EVERYBODY | {Permission.CONSULTATION_ADVISE, Permission.CONSULTATION_READ}


class Mayor(Role):
    code = "MAYOR"
    display_name = N_("Mayor")
    description = N_("Carries the responsibility. Sees the caseload in numbers and dates; opens no file.")
    permissions = EVERYBODY | {Permission.CASELOAD_READ, Permission.FIGURES_READ}


class PolicyAdviser(Role):
    code = "POLICY_ADVISER"
    display_name = N_("Policy adviser")
    description = N_("Works with figures about phenomena and the approach. Sees figures, never persons.")
    permissions = EVERYBODY | {Permission.FIGURES_READ}


class DataProtectionOfficer(Role):
    code = "DATA_PROTECTION_OFFICER"
    display_name = N_("Data protection officer")
    description = N_(
        "Reads the logs: who did or saw what, when and why. Verifies the terms and numbers of law and"
        " agreement. Sees no content of a file."
    )
    permissions = EVERYBODY | {Permission.LOG_READ, Permission.PARAMETER_VERIFY}


class Administrator(Role):
    code = "ADMINISTRATOR"
    display_name = N_("Administrator")
    description = N_("Manages organisations, accounts, mandates and agreements. Sees no content of a file.")
    permissions = EVERYBODY | {Permission.ACCOUNT_MANAGE}


ROLES: dict[str, type[Role]] = {
    role.code: role
    for role in (
        Professional,
        ReportingOfficer,
        TriageMember,
        ProcessDirector,
        CaseDirector,
        Participant,
        Adviser,
        Mayor,
        PolicyAdviser,
        DataProtectionOfficer,
        Administrator,
    )
}


def roles_with(permission: Permission) -> list[str]:
    return [code for code, role in ROLES.items() if permission in role.permissions]


def permissions_of(codes: frozenset[str]) -> frozenset[Permission]:
    return frozenset().union(*(ROLES[code].permissions for code in codes))
