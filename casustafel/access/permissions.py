from enum import StrEnum


class Permission(StrEnum):
    """What a role may do, as scope:resource:action. Whether it may with *this* file is policy.py's answer."""

    ACCOUNT_MANAGE = "partnership:account:manage"
    CASE_OPEN = "partnership:case:open"
    CASE_PARTICIPATE = "case:case:participate"
    CASELOAD_READ = "partnership:caseload:read"
    CONSULTATION_ADVISE = "partnership:consultation:advise"
    CONSULTATION_ASK = "own:consultation:ask"
    CONSULTATION_READ = "own:consultation:read"
    FIGURES_READ = "partnership:figures:read"
    LOG_READ = "partnership:log:read"
    MEETING_CHAIR = "case:meeting:chair"
    METHOD_READ = "partnership:method:read"
    PARAMETER_READ = "partnership:parameter:read"
    PARAMETER_VERIFY = "partnership:parameter:verify"
    REPORT_HANDLE = "partnership:report:handle"
    REPORT_MAKE = "own:report:make"
    REPORT_SECOND = "asked:report:second"
    SHARING_WEIGH = "own:sharing:weigh"
    WEIGHING_JUDGE = "partnership:weighing:judge"
    WEIGHING_READ = "partnership:weighing:read"
