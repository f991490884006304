from datetime import timedelta

import pytest

from casustafel.access import drafts
from casustafel.access.models import Draft
from casustafel.audit.models import UserLine
from casustafel.lib import clock
from casustafel.sharing import jobs, queries
from casustafel.sharing.choices import Step
from casustafel.sharing.models import Aid
from casustafel.sharing.tests import made
from casustafel.vault.models import DataKey
from tests.world import World, behind_the_wall


@pytest.mark.django_db(transaction=True, databases=["default", "worker"])
def test_what_is_past_its_term_is_destroyed_with_its_key_and_what_was_typed(world: World) -> None:
    today = clock.now().date()
    past, last_day = made.done(world), made.begun(world)
    with world.acting("esra") as esra:
        for aid in (past, last_day):
            place = queries.draft_place(aid, Step.RISK)
            drafts.keep(by=esra, place=place, key=aid.key, body="typed", now=clock.now())
    with behind_the_wall("postgres"):
        rows = Aid.objects.behind_the_second_wall()
        rows.filter(pk=past.pk).update(until_date=today - timedelta(days=1))
        rows.filter(pk=last_day.pk).update(until_date=today)
    assert [jobs.destroy(timestamp=0), jobs.destroy(timestamp=0)] == [1, 0]
    with behind_the_wall("postgres"):
        assert list(rows.values_list("pk", flat=True)) == [last_day.pk]
        assert [draft.key_id for draft in Draft.objects.behind_the_second_wall()] == [last_day.key_id]
        assert not DataKey.objects.filter(pk=past.key_id).exists()
        assert DataKey.objects.filter(pk=last_day.key_id).exists()
        lines = UserLine.objects.filter(action="sharing.destroyed")
        assert [(line.scope_id, line.partnership_id) for line in lines] == [(past.id, past.partnership_id)]
