"""The benchmarks write rows past the actions: a table that changes would break them unseen."""

from uuid import uuid4

import pytest
from django.db import connection

from casustafel.bench import filling, intake, worklist
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def test_cases_and_reports_of_others_fit_the_tables(world: World) -> None:
    somebody, partnership = world.people["saskia"].id, world.partnerships["merenwoude"].id
    others = filling.OTHERS.format(
        number=2,
        partnership=partnership,
        organisation=uuid4(),
        bram=somebody,
        nienke=world.people["joyce"].id,
    )
    reports = worklist.REPORTS.format(
        first=1, last=9, mine="true", partnership=partnership, saskia=somebody, other=somebody
    )
    with behind_the_wall("postgres"), connection.connection.cursor() as cursor:
        for statement in (others, reports):
            for each in filter(str.strip, statement.split(";\n")):
                cursor.execute(each)
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (2,)
        cursor.execute("SELECT count(*) FROM reports_report")
        assert cursor.fetchone() == (9,)


def test_a_report_written_bare_fits_the_tables(world: World) -> None:
    noise, key, report = b"noise", uuid4(), uuid4()
    values = {
        "vault_datakey": [key, report, noise],
        "reports_report": [report, key, noise, noise, noise, noise, noise],
        "reports_step": [uuid4(), key, report],
        "audit_userline": [uuid4(), "{}", noise, noise],
        "audit_processingline": [uuid4(), "{}", noise, noise],
    }
    assert values.keys() == intake.ROWS.keys()
    with behind_the_wall("postgres"), connection.connection.cursor() as cursor:
        for table, row in values.items():
            cursor.execute(intake.ROWS[table], row)
            assert cursor.rowcount == 1, table
