"""Every address of the program, which roles may open it, and what it then answers.

Whether somebody with that role finds the record that the address names is said where the record is made
(Laid.note): this table says roles, the records say relations. Nobody is signed in where `roles` is PUBLIC.
"""

import re
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.urls import get_resolver

from casustafel.access.checks import every_page
from tests.architecture.matrix.laid import AT_TABLE, Laid, Record
from tests.architecture.matrix.people import ALL_ROLES, NOBODY, Somebody

PUBLIC = None
SIGNED_IN = frozenset({"with or without a role"})
ANY_ROLE = frozenset(ALL_ROLES)
DESK = frozenset({"REPORTING_OFFICER"})
TEAM = frozenset({"TRIAGE_MEMBER"})
CHAIR = frozenset({"PROCESS_DIRECTOR"})
WEIGHING = DESK | TEAM | CHAIR
ASKER = DESK | TEAM | CHAIR | {"PROFESSIONAL", "CASE_DIRECTOR", "PARTICIPANT"}
READER = ASKER | {"ADVISER"}
MAYOR = frozenset({"MAYOR"})
FIGURES = MAYOR | {"POLICY_ADVISER"}
OFFICER = frozenset({"DATA_PROTECTION_OFFICER"})
ADMINISTRATOR = frozenset({"ADMINISTRATOR"})
MEETS_PEOPLE = DESK | TEAM | AT_TABLE | {"PROFESSIONAL"}

SENT_ON, REFUSED, ABSENT, POST_ONLY, NOT_WELL = 302, 403, 404, 405, 503


@dataclass(frozen=True)
class Page:
    roles: frozenset[str] | None
    status: int = 200
    also: str = ""
    to_nobody: int | None = None

    @property
    def looks_at_nothing(self) -> bool:
        """It answers to GET without looking at the record: it only says that one has to send a form."""
        return self.status in {SENT_ON, POST_ONLY}

    @property
    def same_for_all(self) -> bool:
        """Of the house or of one's own account; the first page is of one's own work."""
        return self.roles in {PUBLIC, SIGNED_IN, ANY_ROLE} and self is not PAGES[""]

    def is_for(self, who: Somebody) -> bool:
        if self.roles is PUBLIC:
            return True
        return who is not NOBODY and (self.roles is SIGNED_IN or bool(who.roles & self.roles))

    def answer_to(self, who: Somebody, record: Record | None) -> int:
        """The status: who is nobody is sent to sign in; what is not for somebody is absent."""
        if who is NOBODY and (self.to_nobody or self.roles is not PUBLIC):
            return self.to_nobody or SENT_ON
        if not self.is_for(who):
            return ABSENT
        if record is None or self.looks_at_nothing or record.found_by(who):
            return self.status
        return ABSENT


PAGES = {
    "": Page(SIGNED_IN),
    "health": Page(PUBLIC, NOT_WELL),  # in the tests nothing works on jobs
    "taal/": Page(PUBLIC, SENT_ON),
    "account/inloggen/": Page(PUBLIC, SENT_ON, to_nobody=200),
    "account/uitloggen/": Page(PUBLIC, to_nobody=SENT_ON),
    "account/opnieuw/": Page(SIGNED_IN, REFUSED),  # these accounts have neither password nor second factor
    "account/dicht/": Page(PUBLIC),
    "account/eerste-keer/": Page(PUBLIC),
    "account/tweede-stap/": Page(PUBLIC, SENT_ON),
    "account/tweede-stap/opnieuw/": Page(SIGNED_IN, REFUSED),
    "account/tweede-stap/overzicht/": Page(SIGNED_IN),
    "account/tweede-stap/instellen/": Page(SIGNED_IN),
    "account/tweede-stap/uitzetten/": Page(SIGNED_IN, ABSENT),
    "account/herstelcodes/": Page(SIGNED_IN, ABSENT),
    "account/herstelcodes/nieuw/": Page(SIGNED_IN),
    "account/herstelcodes/bestand/": Page(SIGNED_IN, ABSENT),
    "account/sessies/": Page(SIGNED_IN),
    "account/sessies/beeindigen/": Page(SIGNED_IN, POST_ONLY),
    "account/berichten/": Page(SIGNED_IN),
    "berichten/": Page(SIGNED_IN, also="?state=ALL"),
    "berichten/gezien/": Page(SIGNED_IN, SENT_ON),
    "melden/": Page(PUBLIC),
    "melden/code/": Page(PUBLIC),
    "melden/<slug:slug>/": Page(PUBLIC),
    "melden/<slug:slug>/<slug:name>/": Page(PUBLIC),
    "melden/<slug:slug>/bestand/": Page(PUBLIC, SENT_ON),
    "melden/brievenbus/bestand/": Page(PUBLIC, SENT_ON),
    "melden/<slug:slug>/controle/": Page(PUBLIC, SENT_ON),  # this browser carries no code
    "melden/<slug:slug>/bewaren/": Page(PUBLIC, SENT_ON),
    "melden/brievenbus/": Page(PUBLIC, SENT_ON),
    "melden/brievenbus/toevoegen/": Page(PUBLIC, SENT_ON),
    "melden/brievenbus/intrekken/": Page(PUBLIC, SENT_ON),
    "melden/klaar/": Page(PUBLIC, SENT_ON),
    "melden/weg/": Page(PUBLIC, SENT_ON),
    "meldingen/": Page(DESK, also="?state=ALL"),
    "meldingen/nieuw/": Page(DESK),
    "meldingen/nieuw/concept/": Page(DESK, POST_ONLY),
    "meldingen/als-professional/": Page(ASKER, also="?page=2"),
    "meldingen/als-professional/nieuw/": Page(ASKER),
    "meldingen/als-professional/nieuw/concept/": Page(ASKER, POST_ONLY),
    "meldingen/als-professional/<uuid:own_id>/": Page(ASKER),
    "meldingen/als-professional/<uuid:own_id>/aanvullen/": Page(ASKER, SENT_ON),
    "meldingen/als-professional/<uuid:own_id>/bestand/": Page(ASKER, SENT_ON),
    "meldingen/als-professional/<uuid:own_id>/intrekken/": Page(ASKER, SENT_ON),
    "meldingen/<uuid:report_id>/": Page(DESK),
    "meldingen/<uuid:report_id>/innemen/": Page(DESK, SENT_ON),
    "meldingen/<uuid:report_id>/toewijzen/": Page(DESK, SENT_ON),
    "meldingen/<uuid:report_id>/ontvangst/": Page(DESK, SENT_ON),
    "meldingen/<uuid:report_id>/vraag/": Page(DESK, SENT_ON),
    "meldingen/<uuid:report_id>/bestand/": Page(DESK, SENT_ON),
    "meldingen/<uuid:report_id>/bestand/<uuid:file_id>/": Page(DESK, POST_ONLY),
    "meldingen/<uuid:report_id>/signalen/": Page(DESK),
    "meldingen/<uuid:report_id>/signaal/": Page(DESK, SENT_ON),
    "meldingen/<uuid:report_id>/antwoord/": Page(DESK, SENT_ON),
    "meldingen/meekijken/": Page(TEAM, also="?page=2"),
    "meldingen/meekijken/<uuid:look_id>/": Page(TEAM),
    "meldingen/<uuid:report_id>/besluit/advies/": Page(DESK),
    "meldingen/<uuid:report_id>/besluit/wachten/": Page(DESK),
    "meldingen/<uuid:report_id>/besluit/andere-route/": Page(DESK),
    "meldingen/<uuid:report_id>/besluit/andere-route/notitie/": Page(DESK),
    "meldingen/<uuid:report_id>/besluit/niet-doorzetten/": Page(DESK),
    "meldingen/<uuid:report_id>/besluit/niet-doorzetten/intrekken/": Page(DESK),
    "meldingen/<uuid:report_id>/besluit/heropenen/": Page(DESK),
    "meldingen/<uuid:report_id>/terugkoppeling/": Page(DESK),
    "meldingen/<uuid:report_id>/sluiten/": Page(DESK),
    "meldingen/<uuid:report_id>/persoon/": Page(DESK),
    "meldingen/<uuid:report_id>/zelfde-persoon/": Page(DESK, SENT_ON),
    "meldingen/<uuid:report_id>/zelfde-persoon/<uuid:other_id>/": Page(DESK),
    "meldingen/<uuid:report_id>/zelfde-persoon/<uuid:other_id>/los/": Page(DESK),
    "deelwijzer/": Page(MEETS_PEOPLE, also="?state=DRAFT"),
    "deelwijzer/nieuw/": Page(MEETS_PEOPLE),
    "deelwijzer/<uuid:aid_id>/": Page(MEETS_PEOPLE),
    "deelwijzer/<uuid:aid_id>/stap/<int:number>/": Page(MEETS_PEOPLE),
    "deelwijzer/<uuid:aid_id>/stap/<int:number>/concept/": Page(MEETS_PEOPLE, POST_ONLY),
    "deelwijzer/<uuid:aid_id>/uitkomst/": Page(MEETS_PEOPLE),
    "deelwijzer/<uuid:aid_id>/nakijken/": Page(MEETS_PEOPLE),
    "consultatie/": Page(READER, also="?box=TO_ME&state=ALL"),
    "consultatie/vragen/": Page(ASKER),
    "consultatie/vragen/concept/": Page(ASKER, POST_ONLY),
    "consultatie/herkennen/": Page(READER, POST_ONLY),
    "consultatie/<uuid:consultation_id>/": Page(READER),
    "consultatie/<uuid:consultation_id>/advies/": Page(READER, SENT_ON),
    "consultatie/<uuid:consultation_id>/verder-vragen/": Page(ASKER, SENT_ON),
    "consultatie/<uuid:consultation_id>/afsluiten/": Page(ASKER, SENT_ON),
    "consultatie/<uuid:consultation_id>/intrekken/": Page(ASKER, SENT_ON),
    "mail/": Page(DESK, also="?state=ALL"),
    "mail/<uuid:mail_id>/": Page(DESK),
    "mail/<uuid:mail_id>/concept/": Page(DESK, POST_ONLY),
    "mail/<uuid:mail_id>/terzijde/": Page(DESK, SENT_ON),
    "mail/<uuid:mail_id>/origineel/": Page(DESK),
    "weging/": Page(WEIGHING, also="?state=ALL"),
    "weging/voorbereiden/<uuid:report_id>/": Page(DESK),
    "weging/<uuid:weighing_id>/": Page(WEIGHING),
    "weging/<uuid:weighing_id>/mijn-weging/": Page(TEAM, SENT_ON),
    "weging/<uuid:weighing_id>/naast-elkaar/": Page(TEAM, SENT_ON),
    "weging/<uuid:weighing_id>/uitkomst/": Page(TEAM, SENT_ON),
    "weging/<uuid:weighing_id>/casus-openen/": Page(CHAIR),
    "casussen/": Page(AT_TABLE, also="?state=ALL"),
    "casussen/<uuid:case_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/stoel/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/stoel/<uuid:seat_id>/beeindigen/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/zoeken/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/leefgebied/<slug:domain>/": Page(
        AT_TABLE, also="?nature=FACT&since=2020-01-01"
    ),
    "casussen/<uuid:case_id>/beeld/tijdlijn/": Page(AT_TABLE, also="?as=list"),
    "casussen/<uuid:case_id>/beeld/netwerk/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/netwerk/nieuw/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/netwerk/<uuid:contact_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/netwerk/<uuid:contact_id>/wijzigen/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/netwerk/<uuid:contact_id>/einde/": Page(AT_TABLE, SENT_ON),
    "casussen/<uuid:case_id>/beeld/nieuw/": Page(AT_TABLE, also="?since=2020-01-01"),
    "casussen/<uuid:case_id>/beeld/inbrengen/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/inbrengen/concept/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/beeld/verteld/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/inbreng/": Page(AT_TABLE, also="?which=MINE"),
    "casussen/<uuid:case_id>/beeld/inbreng/<uuid:contribution_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/inbreng/<uuid:contribution_id>/openen/": Page(AT_TABLE, SENT_ON),
    "casussen/<uuid:case_id>/beeld/inbreng/<uuid:contribution_id>/stoelen/": Page(AT_TABLE, SENT_ON),
    "casussen/<uuid:case_id>/beeld/inbreng/<uuid:contribution_id>/langer/": Page(AT_TABLE, SENT_ON),
    "casussen/<uuid:case_id>/voorbereiden/": Page(AT_TABLE, also="?domain=MONEY"),
    "casussen/<uuid:case_id>/voorbereiden/bewaren/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/voorbereiden/nog-niet/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/voorbereiden/opnieuw/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/ongedeeld/": Page(AT_TABLE, also="?domain=NETWORK"),
    "casussen/<uuid:case_id>/beeld/delen/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/factoren/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/factoren/eigen/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/factoren/<uuid:factor_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/factoren/<uuid:factor_id>/opnieuw/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/factoren/model/<slug:code>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/instrumenten/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/instrumenten/nieuw/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/instrumenten/<uuid:result_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/instrumenten/<uuid:result_id>/intrekken/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/instrumenten/<uuid:result_id>/rapport/": Page(AT_TABLE, SENT_ON),
    "casussen/<uuid:case_id>/beeld/instrumenten/<uuid:result_id>/rapport/<uuid:report_file_id>/": Page(
        AT_TABLE, POST_ONLY
    ),
    "casussen/<uuid:case_id>/beeld/<uuid:statement_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/<uuid:statement_id>/intrekken/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/verstrekt/": Page(AT_TABLE, also="?side=RECEIVED"),
    "casussen/<uuid:case_id>/beeld/verstrekt/bestand/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/verstrekt/<uuid:contribution_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/verstrekt/<uuid:contribution_id>/intrekken/": Page(AT_TABLE),
    "casussen/correcties/": Page(AT_TABLE, also="?box=SENT&state=ALL"),
    "casussen/correcties/<uuid:notice_id>/gezien/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/beeld/bewering/<uuid:statement_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/bewering/<uuid:statement_id>/oordeel/": Page(AT_TABLE, SENT_ON),
    "casussen/<uuid:case_id>/beeld/bewering/<uuid:statement_id>/naast/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/bewering/<uuid:statement_id>/naast/<uuid:link_id>/weg/": Page(
        AT_TABLE, POST_ONLY
    ),
    "casussen/<uuid:case_id>/beeld/inbreng/<uuid:brought_id>/snel/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/beeld/inbreng/<uuid:brought_id>/snel/concept/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/beeld/inbreng/<uuid:brought_id>/knippen/": Page(AT_TABLE),
    "casussen/woorden/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/witte-vlekken/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/witte-vlekken/vragen/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/witte-vlekken/verzoeken/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/witte-vlekken/<uuid:request_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/witte-vlekken/<uuid:request_id>/antwoord/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/witte-vlekken/<uuid:request_id>/intrekken/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/witte-vlekken/<uuid:request_id>/herinneren/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/duiding/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/duiding/vraag/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/duiding/eigen-blik/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/duiding/<uuid:round_id>/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/duiding/<uuid:round_id>/bewaren/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/duiding/<uuid:round_id>/niet-klaar/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/duiding/<uuid:round_id>/sluiten/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/duiding/<uuid:round_id>/heropenen/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/duiding/<uuid:round_id>/nog-eens/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/duiding/<uuid:round_id>/naast-elkaar/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/duiding/<uuid:round_id>/samen/": Page(AT_TABLE, POST_ONLY),
    "casussen/<uuid:case_id>/plan/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/plan/doel/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/plan/doel/<uuid:goal_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/plan/doel/<uuid:goal_id>/instemming/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/plan/interventie/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/plan/interventie/<uuid:intervention_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/plan/afspraak/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/plan/afspraak/<uuid:commitment_id>/nagekomen/": Page(AT_TABLE, SENT_ON),
    "casussen/<uuid:case_id>/plan/afspraak/<uuid:commitment_id>/vervallen/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/plan/instemming/": Page(AT_TABLE, SENT_ON),
    "casussen/<uuid:case_id>/plan/vaststellen/": Page(AT_TABLE, SENT_ON),
    "casussen/<uuid:case_id>/plan/versies/<uuid:version_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/besluiten/": Page(AT_TABLE, also="?state=DECIDED"),
    "casussen/<uuid:case_id>/besluiten/nieuw/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/besluiten/verwachtingen/": Page(AT_TABLE, also="?state=ASKED"),
    "casussen/<uuid:case_id>/besluiten/verwachtingen/nieuw/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/besluiten/verwachtingen/<uuid:expectation_id>/antwoord/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/besluiten/verwachtingen/<uuid:expectation_id>/nagekomen/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/besluiten/instemming/<uuid:consent_round_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/besluiten/instemming/<uuid:consent_round_id>/akkoord/": Page(
        AT_TABLE, POST_ONLY
    ),
    "casussen/<uuid:case_id>/besluiten/bezwaar/<uuid:objection_id>/terzijde/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/besluiten/bezwaar/<uuid:objection_id>/impasse/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/besluiten/impasse/<uuid:impasse_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/besluiten/<uuid:decision_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/besluiten/<uuid:decision_id>/anders/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/besluiten/<uuid:decision_id>/advies/": Page(AT_TABLE, SENT_ON),
    "casussen/<uuid:case_id>/besluiten/<uuid:decision_id>/vragen/": Page(AT_TABLE, SENT_ON),
    "casussen/<uuid:case_id>/besluiten/<uuid:decision_id>/nemen/": Page(AT_TABLE, SENT_ON),
    "casussen/<uuid:case_id>/besluiten/<uuid:decision_id>/intrekken/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/samenvoegen/": Page(CHAIR),
    "casussen/<uuid:case_id>/samenvoegen/<uuid:joined_id>/": Page(CHAIR),
    "casussen/<uuid:case_id>/samenvoeging/<uuid:joining_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/samenvoeging/<uuid:undone_id>/ongedaan/": Page(CHAIR),
    "casussen/<uuid:case_id>/splitsen/": Page(CHAIR),
    "casussen/<uuid:case_id>/splitsen/<uuid:weighed_id>/": Page(CHAIR),
    "overleg/": Page(AT_TABLE, also="?state=ALL"),
    "overleg/plannen/": Page(CHAIR),
    "overleg/<uuid:meeting_id>/": Page(AT_TABLE),
    "overleg/<uuid:meeting_id>/deel/": Page(AT_TABLE),
    "overleg/<uuid:meeting_id>/scherm/": Page(CHAIR),
    "overleg/<uuid:meeting_id>/scherm/link/": Page(CHAIR),
    "overleg/<uuid:meeting_id>/scherm/link/maken/": Page(CHAIR, POST_ONLY),
    "overleg/<uuid:meeting_id>/scherm/link/<uuid:screen_id>/beeindigen/": Page(CHAIR, POST_ONLY),
    "scherm/": Page(PUBLIC),
    "scherm/stroom/": Page(PUBLIC, ABSENT),  # this browser carries no code
    "scherm/sluiten/": Page(PUBLIC, POST_ONLY),
    "overleg/<uuid:meeting_id>/wie/": Page(AT_TABLE),
    "overleg/<uuid:meeting_id>/typt/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/stroom/": Page(AT_TABLE, 204),
    "overleg/<uuid:meeting_id>/aanwezig/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/naar-huis/": Page(AT_TABLE),
    "overleg/<uuid:meeting_id>/rollen/": Page(CHAIR),
    "overleg/<uuid:meeting_id>/terugblik/": Page(AT_TABLE),
    "overleg/<uuid:meeting_id>/terugblik/openen/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/terugblik/tonen/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/<uuid:item_id>/uit-de-kamer/": Page(AT_TABLE),
    "overleg/<uuid:meeting_id>/<uuid:item_id>/binnen/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/vooraf/": Page(AT_TABLE),
    "overleg/<uuid:meeting_id>/vooraf/wijzigen/": Page(CHAIR),
    "overleg/<uuid:meeting_id>/vooraf/agenda/": Page(CHAIR),
    "overleg/<uuid:meeting_id>/vooraf/afzeggen/": Page(CHAIR),
    "overleg/<uuid:meeting_id>/vooraf/vervanging/": Page(AT_TABLE),
    "overleg/<uuid:meeting_id>/vooraf/komt-zelf/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/overleg.ics": Page(AT_TABLE),
    "overleg/<uuid:meeting_id>/<uuid:item_id>/verwacht/": Page(CHAIR),
    "overleg/<uuid:meeting_id>/onvolledig/": Page(CHAIR),
    "overleg/<uuid:meeting_id>/openen/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/beeindigen/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/<uuid:item_id>/op-tafel/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/<uuid:item_id>/stap/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/<uuid:item_id>/naam/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/<uuid:item_id>/naam-dicht/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/pauze/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/verder/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/groot-scherm/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/terug/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/hand/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/hand/<uuid:hand_id>/omlaag/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/hand/<uuid:hand_id>/woord/": Page(AT_TABLE, POST_ONLY),
    "overleg/<uuid:meeting_id>/<uuid:item_id>/verslag/": Page(AT_TABLE),
    "overleg/<uuid:meeting_id>/<uuid:earlier_id>/vaststellen/": Page(AT_TABLE),
    "opvolging/": Page(AT_TABLE, also="?when=ALL"),
    "opvolging/terugkoppeling/": Page(DESK, also="?state=ALL"),
    "opvolging/terugkoppeling/<uuid:proposal_id>/": Page(DESK),
    "casussen/<uuid:case_id>/opvolging/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/opvolging/terugblik/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/opvolging/terugblik/<uuid:review_id>/<uuid:goal_id>/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/opvolging/terugblik/<uuid:review_id>/besluit/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/opvolging/afsluiten/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/papieren/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/papieren/een-blad/": Page(AT_TABLE),
    "casussen/<uuid:case_id>/papieren/afspraken/": Page(AT_TABLE),
    "overleg/<uuid:meeting_id>/verslag/": Page(AT_TABLE),
    "overleg/<uuid:meeting_id>/afspraken/": Page(AT_TABLE),
    "inzicht/caseload/": Page(MAYOR),
    "inzicht/cijfers/": Page(FIGURES),
    "werkmodel/": Page(ANY_ROLE),
    "samenwerking/": Page(ANY_ROLE),
    "samenwerking/logboek/": Page(OFFICER, also="?page=2"),
    "samenwerking/organisaties/nieuw/": Page(ADMINISTRATOR),
    "samenwerking/convenant/nieuw/": Page(ADMINISTRATOR),
    "samenwerking/convenant/handtekening/": Page(ADMINISTRATOR),
    "samenwerking/termijnen/<uuid:parameter_id>/": Page(OFFICER),
    "samenwerking/termijnen/<uuid:parameter_id>/nagekeken/": Page(OFFICER, SENT_ON),
    "samenwerking/termijnen/<uuid:parameter_id>/nieuw/": Page(OFFICER),
    "samenwerking/personen/": Page(ADMINISTRATOR, also="?state=LEFT"),
    "samenwerking/personen/nieuw/": Page(ADMINISTRATOR),
    "samenwerking/personen/<uuid:person_id>/": Page(ADMINISTRATOR),
    "samenwerking/personen/<uuid:person_id>/naam/": Page(ADMINISTRATOR),
    "samenwerking/personen/<uuid:person_id>/rol/": Page(ADMINISTRATOR),
    "samenwerking/personen/<uuid:person_id>/rol/<uuid:mandate_id>/beeindigen/": Page(ADMINISTRATOR),
    "samenwerking/personen/<uuid:person_id>/vervanger/": Page(ADMINISTRATOR),
    "samenwerking/personen/<uuid:person_id>/vervanger/<uuid:deputy_id>/beeindigen/": Page(
        ADMINISTRATOR, SENT_ON
    ),
    "samenwerking/personen/<uuid:person_id>/vertrek/": Page(ADMINISTRATOR),
    "samenwerking/personen/<uuid:person_id>/code/": Page(ADMINISTRATOR),
    "samenwerking/personen/<uuid:person_id>/account/sluiten/": Page(ADMINISTRATOR, SENT_ON),
    "samenwerking/personen/<uuid:person_id>/account/openen/": Page(ADMINISTRATOR, SENT_ON),
    "demo/": Page(PUBLIC),
    "demo/inloggen/": Page(PUBLIC, POST_ONLY),
    "demo/stijl/": Page(PUBLIC),
}

NAMES = re.compile(r"<uuid:(\w+)>")
OF_A_RECORD = re.compile(r"<\w+:(\w+)>")


def every_route() -> set[str]:
    return {route for route, _ in every_page(get_resolver())}


def addresses(laid: Laid, route: str) -> list[tuple[str, Record | None]]:
    """Everywhere this route leads to; a route without a record leads to one place."""
    if not NAMES.search(route):
        return [(filled(route, {}), None)]
    name = named_by(route)
    return [(filled(route, {**record.along, name: record.id}), record) for record in laid.records[name]]


def named_by(route: str) -> str:
    """The last thing in the address; a measure hangs on its review."""
    names: list[str] = NAMES.findall(route)
    return "review_id" if "review_id" in names else names[-1]


def absent(route: str) -> str:
    return filled(route, {name: uuid4() for name in NAMES.findall(route)})


def filled(route: str, ids: dict[str, UUID]) -> str:
    known = {"slug": "merenwoude", "domain": "NETWORK", "name": "wens", "number": 1, **ids}
    known = {"code": "NETWORK_PRESSURE", **known}
    return "/" + OF_A_RECORD.sub(lambda name: str(known[name[1]]), route)
