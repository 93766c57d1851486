"""Long work: seen, cancelled, taken up again after its worker died."""

from datetime import timedelta

import pytest

from espalier.kit.accounts.types import Actor, Role
from espalier.kit.errors import Refused
from espalier.kit.jobs import registry, services
from espalier.kit.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch):
    """Register a kind of work for one test: ``kind(function)`` returns its name."""
    monkeypatch.setattr(registry, "_KINDS", dict(registry._KINDS))

    def add(function):
        registry.register("test.work", "Work", function, lambda result: f"/{result['n']}")
        return "test.work"

    return add


def waiting(kind_name, by, at):
    return Job.objects.create(
        kind=kind_name,
        title="Work",
        created_at=at,
        owner_id=by.user_id,
        actor={"kind": "user", "key": by.key, "label": by.label},
    )


def test_work_runs_and_says_where_its_result_is(
    kind, manager, monday, django_capture_on_commit_callbacks
):
    by = Actor.of_user(manager)
    name = kind(lambda arguments, progress: {"n": arguments["n"] + 1})
    with django_capture_on_commit_callbacks(execute=True):
        job = services.start_job(kind=name, title="W", arguments={"n": 1}, by=by, at=monday)
    job.refresh_from_db()
    assert (job.state, job.result, job.result_url) == (Job.State.DONE, {"n": 2}, "/2")


def test_a_failure_is_kept_in_words(kind, manager, system, monday):
    def fail(arguments, progress):
        raise ValueError("no paper left")

    job = waiting(kind(fail), Actor.of_user(manager), monday)
    services.run_job(job_id=job.pk, by=system, at=monday)
    job.refresh_from_db()
    assert (job.state, job.problem) == (Job.State.FAILED, "ValueError: no paper left")


def test_running_work_stops_at_its_next_step_when_cancelled(kind, manager, system, monday):
    by, steps = Actor.of_user(manager), []

    def work(arguments, progress):
        progress(0.1, "one")
        steps.append(1)
        services.cancel_job(job=Job.objects.get(), by=by, at=monday)
        progress(0.2, "two")
        steps.append(2)

    job = waiting(kind(work), by, monday)
    services.run_job(job_id=job.pk, by=system, at=monday)
    job.refresh_from_db()
    assert (job.state, steps, job.step) == (Job.State.CANCELLED, [1], "two")


def test_ended_work_cannot_be_cancelled(kind, manager, system, monday):
    by = Actor.of_user(manager)
    job = waiting(kind(lambda a, p: {"n": 0}), by, monday)
    services.run_job(job_id=job.pk, by=system, at=monday)
    with pytest.raises(Refused):
        services.cancel_job(job=job, by=by, at=monday)


def test_two_workers_do_the_work_once(kind, manager, system, monday):
    done = []
    job = waiting(kind(lambda a, p: done.append(1) or {"n": 0}), Actor.of_user(manager), monday)
    services.run_job(job_id=job.pk, by=system, at=monday)
    services.run_job(job_id=job.pk, by=system, at=monday)
    assert done == [1]


def test_work_of_a_dead_worker_is_taken_up_again_three_times(
    kind, manager, system, monday, django_capture_on_commit_callbacks
):
    job = waiting(kind(lambda a, p: {"n": 7}), Actor.of_user(manager), monday)
    Job.objects.update(state=Job.State.RUNNING, heartbeat_at=monday, attempts=1)
    soon, later = monday + timedelta(seconds=30), monday + timedelta(minutes=5)
    assert services.resume_lost_jobs(by=system, at=soon) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert services.resume_lost_jobs(by=system, at=later) == 1
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    Job.objects.update(state=Job.State.RUNNING, heartbeat_at=monday, attempts=3)
    services.resume_lost_jobs(by=system, at=later)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED


def test_somebody_elses_work_is_not_there(kind, manager, person_with, client_of, monday):
    job = waiting(kind(lambda a, p: {}), Actor.of_user(manager), monday)
    other = person_with(Role.MANAGER)
    assert client_of(other).get(f"/kit/jobs/{job.pk}/").status_code == 404
    assert client_of(manager).get(f"/kit/jobs/{job.pk}/").status_code == 200
