"""Questions for advice without a person: one that was answered, one that waits at the support point, and one
that the reporting officer put to a partner."""

from casustafel.consultation import actions as consultation
from casustafel.consultation.actions import Question
from casustafel.consultation.choices import To
from casustafel.demo.stage import Stage

TO_DESK = Question(
    situation=(
        "Een jongen van 16 die ik begeleid, komt sinds een maand of twee minder vaak naar de"
        " dagbesteding. Hij praat veel over een groep op Discord waar ze elkaar 'broeders' noemen."
        " Vorige week zei hij dat hij niet meer naast meisjes wil zitten."
    ),
    worries=(
        "Hij vertelt niet wie er in die groep zitten. Hij lacht dingen weg die hij eerst zelf vervelend vond."
    ),
    goes_well=(
        "Hij komt nog wel als er gekookt wordt, en hij belt elke zondag met zijn oma. Met zijn"
        " stagebegeleider kan hij goed praten."
    ),
    done="Ik heb hem gevraagd wat hij in die groep vindt. Hij zei: daar luisteren ze naar me.",
    wants=("Is dit iets om te melden, of kan ik eerst zelf verder praten? En hoe begin ik zo'n gesprek?"),
)
ADVICE = (
    "Dank dat u dit vraagt voordat u iets besluit. Wat u ziet kan veel betekenen; één ding is het"
    " niet. U hebt een goede ingang: hij praat met u, en hij zegt zelf dat er daar naar hem"
    " geluisterd wordt. Vraag daarop door. Vraag wat hij er hoort, en wat hij er zelf van vindt,"
    " zonder het af te keuren. Spreek met zijn stagebegeleider af wie wat vraagt. Gaat hij dreigen,"
    " of trekt hij zich van iedereen terug? Dan is het tijd om te melden."
)
FOLLOW_UP = (
    "Dat helpt. Mag ik zijn ouders vertellen wat hij over die groep zei, of moet ik dat eerst aan hem vragen?"
)
TO_SUPPORT_POINT = Question(
    situation=(
        "Een vrouw van rond de 30 wil na vijf jaar weg uit een groep die de overheid niet erkent."
        " Ze heeft haar post nooit opengemaakt en is bang dat de groep haar komt halen."
    ),
    worries=(
        "Ze durft niet alleen naar buiten. Ze zegt dat anderen die weggingen hun foto op internet"
        " terugvonden."
    ),
    goes_well="Ze heeft zelf hulp gezocht. Haar zus heeft een kamer voor haar.",
    done="Ik heb met haar besproken wie haar nu kan bereiken, en een rustige plek gezocht.",
    wants="Wat weten jullie van mensen die zo'n groep verlaten: wat hielp hen de eerste weken?",
)
TO_PARTNER = Question(
    situation=(
        "Een scholier van 15 tekent al een tijd wapens in zijn schrift en kijkt thuis veel filmpjes"
        " van aanslagen. Er is geen dreiging uitgesproken."
    ),
    worries="De school weet niet of dit bij een fase hoort of bij iets dat groter wordt.",
    goes_well="Hij sport twee keer per week en zijn moeder zit er bovenop.",
    done="De mentor heeft één keer met hem gesproken.",
    wants="Waar let u op bij jongens van deze leeftijd, en wat kan de mentor nu het beste doen?",
)


def play(stage: Stage) -> None:
    _asked_and_answered(stage)
    with stage.acting("esra") as esra:
        consultation.ask(to=To.SUPPORT_POINT, question=TO_SUPPORT_POINT, by=esra, now=stage.at(-2))
    with stage.acting("saskia") as saskia:
        consultation.ask(
            to=To.PARTNER,
            asked_of=stage.people["nienke"],
            question=TO_PARTNER,
            by=saskia,
            now=stage.at(-1),
        )


def _asked_and_answered(stage: Stage) -> None:
    with stage.acting("bram") as bram:
        asked = consultation.ask(to=To.DESK, question=TO_DESK, by=bram, now=stage.at(-9))
    with stage.acting("saskia") as saskia:
        consultation.advise(consultation=asked, text=ADVICE, by=saskia, now=stage.at(-8))
    with stage.acting("bram") as bram:
        consultation.follow_up(consultation=asked, text=FOLLOW_UP, by=bram, now=stage.at(-6))
