"""What is recognised at the table, and assessments that were brought in; of each one that is sealed."""

from typing import Any

from casustafel.cases.models import Case
from casustafel.files.intake import Incoming
from casustafel.files.kinds import Kind
from casustafel.files.tests.keeping import keep
from casustafel.picture import factors, instruments
from casustafel.picture.factors import OwnWords, Said
from casustafel.picture.instruments import NewResult
from casustafel.picture.models import Statement
from tests.architecture.matrix import giving
from tests.architecture.matrix.laid import Laid, core, table


def lay(laid: Laid, case: Case, which: str) -> None:
    """After sharing was opened."""
    _recognise(laid, case, which)
    for audience in ("TABLE", "CORE"):
        _assess(laid, case, which, audience)


def _recognise(laid: Laid, case: Case, which: str) -> None:
    seated = table((laid.partnership, which))
    with laid.as_("police") as police:
        rows = Statement.objects.visible_to(police)
        tied = rows.standing().filter(case=case, contribution__audience="TABLE").first()
        at = laid.at(police)
        before = Said("UNKNOWN", laid.say("factor-before", seated))
        known = factors.recognise(case=case, code="IDENTITY_LOSS", said=before, **at)
        after = Said("RECOGNISED", laid.say("factor-reason", seated), {tied.id: "FOR"})
        factors.say_anew(factor=known, version=1, said=after, **at)
        words = OwnWords("NETWORK", "PROTECTIVE", laid.say("factor-words", seated))
        own = factors.recognise_own(
            case=case, own=words, said=Said("NOT_SEEN", laid.say("factor-own-reason", seated)), **at
        )
    laid.note("factor_id", f"{which} of the model", known, seated, case_id=case.id)
    laid.note("factor_id", f"{which} in own words", own, seated, case_id=case.id)


def _assess(laid: Laid, case: Case, which: str, audience: str) -> None:
    place = (laid.partnership, which)
    readers, word = core(place) if audience == "CORE" else table(place), f"{which} {audience} assessed"
    said: Any = {
        name: laid.say(f"{name}-{audience}-assessed", readers)
        for name in ("instrument", "edition", "assessor", "certificate", "conclusion")
    }
    with laid.as_("police") as police:
        at = laid.at(police)
        made = instruments.add_result(
            case=case,
            given=giving.given(police, laid.say(f"purpose-{audience}-assessed", readers), audience),
            new=NewResult(**said, assessed_date=laid.now.date()),
            **at,
        )
        key, kept = keep(b"what was concluded")
        name = laid.say(f"report-{audience}-assessed", readers)
        incoming = Incoming("file", f"{name}.txt", Kind.TXT, kept.size, kept.blob, key)
        [report] = instruments.add_reports(result=made, arrived=[incoming], **at)
    laid.note("result_id", word, made, readers, case_id=case.id)
    laid.note("report_file_id", word, report, readers, case_id=case.id, result_id=made.id)
