from django.db import connections
from procrastinate.contrib.django import app

from casustafel.audit import trace
from casustafel.audit.log import Door
from casustafel.files import store
from casustafel.lib import clock
from casustafel.reports import attaching, destroying, drafting


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="reports.check_files", lock="reports.check_files", pass_context=False)
def check_files(timestamp: int) -> None:
    """One at a time: a file that is being cleaned takes memory."""
    attaching.check_waiting(by=Door("WORKER"), now=clock.now(), using="worker")


@app.periodic(cron="29 3 * * *")
@app.task(queueing_lock="files.sweep_drafts", pass_context=False)
def sweep_files_cut_off(timestamp: int) -> None:
    store.sweep_drafts(now=clock.now())


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="reports.destroy", pass_context=False)
def destroy(timestamp: int) -> None:
    """Every night: reports past the day that stands on their page."""
    with trace.begin("worker"):
        destroying.destroy(now=clock.now(), using="worker")


@app.periodic(cron="7 5 * * *")
@app.task(queueing_lock="reports.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """Every morning: answers to reporters that are due."""
    with connections["worker"].cursor() as cursor:
        cursor.execute("SELECT reports_remind(%s)", [clock.now()])


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="reports.forget_drafts", pass_context=False)
def forget_drafts(timestamp: int) -> None:
    """What nobody came back for in time; its files once their rows are gone."""
    attaching.let_go(drafting.forget(now=clock.now(), using="worker"))
