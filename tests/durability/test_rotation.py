"""A rotation of the epoch that was cut off anywhere: everything opens, and running it again finishes it."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.models import QuerySet

from casustafel.audit.log import Door
from casustafel.lib import clock
from casustafel.reports import queries, receiving
from casustafel.reports.models import Report
from casustafel.reports.worry import Worry, told_of
from casustafel.vault import cipher, epochs, keys, opening, rotation
from casustafel.vault.choices import Scope
from casustafel.vault.models import DataKey, Desk
from tests.durability import cut_off
from tests.world import World, behind_the_wall

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "worker"]),
    pytest.mark.usefixtures("keyring"),
]
SECRET = "Zij schreef: wij komen terug"
WORRY = Worry(channel="PUBLIC", wants="REPORT", saw=SECRET)
Prepare = Callable[[pytest.MonkeyPatch], None]

POINTS: dict[str, Prepare] = {
    "before the new key": lambda patch: cut_off.before(patch, epochs, "begin"),
    "half way writing it": lambda patch: cut_off.before(patch, epochs.credentials.os, "link"),
    "after the new key": lambda patch: cut_off.after(patch, epochs, "begin"),
    "in the first batch": lambda patch: cut_off.before(patch, QuerySet, "bulk_update"),
    "at its commit": lambda patch: cut_off.before(patch, DatabaseWrapper, "_commit", time=2),
    "after its commit": lambda patch: cut_off.after(patch, DatabaseWrapper, "_commit", time=2),
    "in a later batch": lambda patch: cut_off.after(patch, QuerySet, "bulk_update", time=3),
    "with the desks left": lambda patch: cut_off.before(patch, Desk.objects, "bulk_update"),
    "before the old key goes": lambda patch: cut_off.before(patch, epochs, "end"),
    "after the old key went": lambda patch: cut_off.after(patch, epochs, "end"),
}


@pytest.fixture
def report(world: World) -> Report:
    made, _ = receiving.receive(
        partnership=world.partnerships["merenwoude"],
        worry=WORRY,
        by=Door("PUBLIC_FORM"),
        now=clock.now(),
    )
    return made


def everything_opens(world: World, report: Report) -> None:
    with world.acting("saskia") as saskia:
        row = queries.get(saskia, report.id)
        assert opening.open_all([row], by=saskia, purpose="test", now=clock.now())(row, "told") == told_of(
            WORRY
        )
    for key in DataKey.objects.select_related("desk"):
        assert len(keys.unwrap(key)) == 32
    assert keys.open_every_desk()


def used() -> set[int]:
    return {*DataKey.objects.exclude(epoch=None).values_list("epoch", flat=True)} | {
        *Desk.objects.values_list("epoch", flat=True)
    }


def rotate_until(prepare: Prepare) -> bool:
    def act(told: Callable[[str], None]) -> None:
        with pytest.MonkeyPatch.context() as patch, behind_the_wall():
            patch.setattr(rotation, "BATCH", 1)
            prepare(patch)
            list(rotation.rotate(begin_new=True))

    return cut_off.in_a_process(act)[0]


@pytest.mark.parametrize("point", POINTS)
def test_cut_off_anywhere_it_opens_and_can_be_finished(world: World, report: Report, point: str) -> None:
    assert rotate_until(POINTS[point])
    assert used() <= set(epochs.known())
    everything_opens(world, report)
    with behind_the_wall():
        list(rotation.rotate(begin_new=len(epochs.known()) == 1 and epochs.current() == 1))
    everything_opens(world, report)
    assert epochs.known() == [2] and used() == {2}


def test_a_key_of_which_something_is_left_does_not_go(world: World, report: Report) -> None:
    rotate_until(POINTS["in a later batch"])
    assert used() == {1, 2} and epochs.known() == [1, 2]


def test_a_key_that_is_being_made_meanwhile_opens_afterwards(world: World, report: Report) -> None:
    """Its transaction began under the old epoch and is not seen by the rotation until it commits."""
    made, is_made, failed = [], threading.Event(), []

    def slowly() -> None:
        try:
            with transaction.atomic():
                made.append(keys.make(Scope.CASE, uuid4()))
                is_made.set()
                time.sleep(0.5)
        except Exception as wrong:
            failed.append(wrong)
        finally:
            connections.close_all()

    slow = threading.Thread(target=slowly)
    slow.start()
    assert is_made.wait(10)
    with behind_the_wall():
        list(rotation.rotate(begin_new=True))
    slow.join()
    assert failed == [] and made[0].epoch == 1
    now_there = DataKey.objects.get(pk=made[0].pk)
    assert now_there.epoch == 2 and len(keys.unwrap(now_there)) == 32
    assert epochs.known() == [2]


def test_losing_the_key_for_good_is_noticed(world: World, report: Report, keyring: Path) -> None:
    """The negative control of `everything_opens`."""
    (keyring / "epoch-1.key").unlink()
    with pytest.raises((opening.Closed, cipher.CannotOpen)):
        everything_opens(world, report)
