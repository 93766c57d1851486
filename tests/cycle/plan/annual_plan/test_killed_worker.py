"""A worker killed during solving leaves what it had; the next one goes on and ends cleanly."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.factories import plan as make

pytestmark = pytest.mark.django_db(transaction=True)
# Solves, keeps the plan, and then works on for ever: until it is killed.
WORKER = """
import sys, time
import django
django.setup()
from django.utils import timezone
from espalier.cycle.plan.annual_plan.services import solving
from espalier.kit.accounts.types import Actor
from espalier.kit.jobs.models import Job
from espalier.kit.jobs.services import resume_lost_jobs, run_job
real = solving.select
def endless(problem, **told):
    found = real(problem, **{**told, "stop": None, "on_better": None})
    told["on_better"](found)
    while True:
        told["stop"]()
        time.sleep(0.05)
by, job = Actor.system("worker"), Job.objects.get()
if sys.argv[1] == "endless":
    solving.select = endless
else:
    resume_lost_jobs(by=by, at=timezone.now() + timezone.timedelta(minutes=5))
run_job(job_id=job.pk, by=by, at=timezone.now())
"""
WORKER = WORKER.replace("timezone.timedelta", "__import__('datetime').timedelta")


def shared_database(tmp_path):
    """Address of a database the worker may open, and a way to ask it: this test's own, or its copy on disk.

    The tests' SQLite lives in memory, where no other process sees it.
    """
    if connection.vendor == "postgresql":
        told = urlsplit(os.environ["ESPALIER_TEST_DATABASE_URL"])
        return told._replace(path=f"/{connection.settings_dict['NAME']}").geturl(), _ask_django
    path = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)

    def ask(sql):
        with closing(sqlite3.connect(path, timeout=20)) as found:
            return found.execute(sql).fetchone()

    return f"sqlite:///{path}", ask


def _ask_django(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def worker(mode, url, home):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "espalier.config.settings",
        "ESPALIER_MODE": "development",
        "ESPALIER_HOME": str(home),
        "ESPALIER_DATABASE_URL": url,
        "PYTHONPATH": os.pathsep.join(["src", "."]),
    }
    return subprocess.Popen([sys.executable, "-c", WORKER, mode], env=environment)


def test_a_killed_worker_leaves_its_plan_and_the_next_one_ends(tmp_path, settings):
    make.company()
    scenario = make.scenario()
    # The job waits in the queue; nobody runs it in this process.
    from espalier.cycle.plan.annual_plan.services import solving
    from espalier.kit.jobs import services as jobs

    kept, jobs._enqueue = jobs._enqueue, lambda job_id: None
    try:
        solving.start_run(scenario_id=scenario.pk, seconds=60, by=make.BY, at=make.AT)
    finally:
        jobs._enqueue = kept
    url, asked = shared_database(tmp_path)
    child = worker("endless", url, settings.ESPALIER_HOME)
    until = time.monotonic() + 90
    while not asked("select plan_file_id from plan_run")[0]:
        assert child.poll() is None
        assert time.monotonic() < until
        time.sleep(0.1)
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    assert asked("select state from jobs_job") == ("running",)
    assert asked("select status, is_verified, finished_at from plan_run") == ("", 1, None)
    assert asked("select count(*) from plan_line") == (0,)
    assert worker("again", url, settings.ESPALIER_HOME).wait(120) == 0
    assert asked("select state, attempts from jobs_job") == ("done", 2)
    assert asked("select status, is_verified, is_applied from plan_run") == ("optimal", 1, 1)
    assert asked("select count(*) from plan_line") == (3,)
