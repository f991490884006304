from casustafel.picture.models.asked import (
    InformationRequest,
    Preparation,
    Prepared,
    Reply,
    Sharing,
)
from casustafel.picture.models.judged import (
    Answer,
    Dissent,
    Round,
    Turn,
)
from casustafel.picture.models.provided import (
    AudienceSeat,
    Contribution,
    ContributionDeed,
    Revision,
    Statement,
    StatementLink,
    Verdict,
)
from casustafel.picture.models.received import (
    Correction,
    CorrectionNotice,
    Provision,
)
from casustafel.picture.models.recognised import (
    Contact,
    ContactTie,
    Factor,
    FactorChange,
    FactorTie,
    InstrumentReport,
    InstrumentResult,
)

__all__ = [
    "Answer",
    "AudienceSeat",
    "Contact",
    "ContactTie",
    "Contribution",
    "ContributionDeed",
    "Correction",
    "CorrectionNotice",
    "Dissent",
    "Factor",
    "FactorChange",
    "FactorTie",
    "InformationRequest",
    "InstrumentReport",
    "InstrumentResult",
    "Preparation",
    "Prepared",
    "Provision",
    "Reply",
    "Revision",
    "Round",
    "Sharing",
    "Statement",
    "StatementLink",
    "Turn",
    "Verdict",
]
