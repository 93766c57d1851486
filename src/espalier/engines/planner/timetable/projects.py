"""Resource-constrained project scheduling (PSPLIB): its files, its validator, and schedules built by priority.

Not our product's problem: published instances with known best lengths, which show what the engine's methods are worth.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from espalier.engines.planner.timetable.faults import BadTimetable, Fault, Reason, Remedy


@dataclass(frozen=True, slots=True)
class Job:
    """``needs``: units of each resource while it runs; ``after``: numbers of jobs that wait for it."""

    duration: int
    needs: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """Jobs in the order of the file; the last one is the end."""

    jobs: tuple[Job, ...]
    capacity: tuple[int, ...]

    @property
    def horizon(self) -> int:
        return sum(job.duration for job in self.jobs)


def read_sm(text: str) -> Project:
    """Read a single-mode instance in PSPLIB's format.

    Raises
    ------
    BadTimetable
        A part or a number is missing, or a job has several modes.
    """
    try:
        return _read(text)
    except (KeyError, ValueError, IndexError) as error:
        facts = {"value": str(error)[:80]}
        fault = Fault("problem", "", Reason.UNREADABLE, Remedy.WRITE_AGAIN, facts)
        raise BadTimetable([fault]) from error


def _read(text: str) -> Project:
    parts = {
        match["name"]: [
            [int(n) for n in re.findall(r"\d+", line)] for line in match["rows"].splitlines()
        ]
        for match in re.finditer(
            r"(?P<name>[A-Z/ ]+):[ \t]*\n(?P<rows>(?:[^*A-Z\n][^\n]*\n?|R [^\n]*\n)*)", text
        )
    }
    order = [row for row in parts["PRECEDENCE RELATIONS"] if row]
    requests = [row for row in parts["REQUESTS/DURATIONS"] if len(row) > 2]
    capacity = [row for row in parts["RESOURCEAVAILABILITIES"] if row][-1]
    n = len(capacity)
    jobs = []
    for line, request in zip(order, requests[-len(order) :], strict=True):
        number, modes, n_after, *after = line
        if modes != 1 or len(after) != n_after or request[0] != number or len(request) != 3 + n:
            raise ValueError(f"job {number}")
        jobs.append(Job(request[2], tuple(request[3:]), tuple(each - 1 for each in after)))
    return Project(tuple(jobs), tuple(capacity))


def check_schedule(project: Project, starts: Sequence[int]) -> list[str]:
    """The validator: what is broken, in words for whoever reads a benchmark; empty when nothing is."""
    if len(starts) != len(project.jobs):
        return [f"{len(starts)} of {len(project.jobs)} jobs"]
    broken = [f"job {n} before 0" for n, start in enumerate(starts) if start < 0]
    for number, job in enumerate(project.jobs):
        ends = starts[number] + job.duration
        broken += [f"job {later} before {number}" for later in job.after if starts[later] < ends]
    for resource, capacity in enumerate(project.capacity):
        for moment in sorted(set(starts)):
            used = sum(
                job.needs[resource]
                for job, start in zip(project.jobs, starts, strict=True)
                if start <= moment < start + job.duration
            )
            if used > capacity:
                broken.append(f"resource {resource} at {moment}: {used} of {capacity}")
    return broken


def makespan(project: Project, starts: Sequence[int]) -> int:
    return max(start + job.duration for start, job in zip(starts, project.jobs, strict=True))


def built(project: Project, rounds: int, seed: int) -> list[int]:
    """The shortest of many schedules: jobs by latest finish with some chance, then pushed right and left again."""
    random = Random(seed)
    before = _before(project)
    tails = _tails(project)
    best: list[int] = []
    for number in range(max(1, rounds)):
        noise = 0.0 if number == 0 else 0.3 * max(tails)
        rank = [-tail + noise * random.random() for tail in tails]
        starts = _left(project, before, rank)
        while True:
            # Justification: by latest finish to the right, then by earliest start to the left.
            pushed = _right(project, starts)
            again = _left(project, before, [float(start) for start in pushed])
            if makespan(project, again) >= makespan(project, starts):
                break
            starts = again
        if not best or makespan(project, starts) < makespan(project, best):
            best = starts
    return best


def _before(project: Project) -> list[list[int]]:
    before: list[list[int]] = [[] for _ in project.jobs]
    for number, job in enumerate(project.jobs):
        for later in job.after:
            before[later].append(number)
    return before


def _tails(project: Project) -> list[int]:
    """The longest way from the beginning of each job to the end."""
    tails = [0] * len(project.jobs)
    for number in reversed(range(len(project.jobs))):
        job = project.jobs[number]
        tails[number] = job.duration + max((tails[later] for later in job.after), default=0)
    return tails


def _left(project: Project, before: list[list[int]], rank: Sequence[float]) -> list[int]:
    """Each job as early as it can be, in the order of the ranks as far as the order of jobs allows."""
    used = [[0] * len(project.capacity) for _ in range(project.horizon + 1)]
    starts = [-1] * len(project.jobs)
    waiting = [len(each) for each in before]
    ready = [number for number, count in enumerate(waiting) if not count]
    while ready:
        number = min(ready, key=lambda each: (rank[each], each))
        ready.remove(number)
        job = project.jobs[number]
        earliest = max((starts[b] + project.jobs[b].duration for b in before[number]), default=0)
        starts[number] = _first_fit(project, used, job, earliest)
        for later in job.after:
            waiting[later] -= 1
            if not waiting[later]:
                ready.append(later)
    return starts


def _first_fit(project: Project, used: list[list[int]], job: Job, earliest: int) -> int:
    start = earliest
    moment = start
    needs = [(r, n, project.capacity[r] - n) for r, n in enumerate(job.needs) if n]
    while moment < start + job.duration:
        row = used[moment]
        if any(row[resource] > most for resource, _, most in needs):
            start = moment + 1
        moment += 1
    for moment in range(start, start + job.duration):
        for resource, count, _ in needs:
            used[moment][resource] += count
    return start


def _right(project: Project, starts: Sequence[int]) -> list[int]:
    """Each job as late as it can be within the length, those that end last first."""
    length = makespan(project, starts)
    used = [[0] * len(project.capacity) for _ in range(length + 1)]
    pushed = [0] * len(project.jobs)
    order = sorted(
        range(len(project.jobs)), key=lambda n: (-(starts[n] + project.jobs[n].duration), -n)
    )
    for number in order:
        job = project.jobs[number]
        latest = min((pushed[later] for later in job.after), default=length) - job.duration
        while not _fits(project, used, job, latest):
            latest -= 1
        for moment in range(latest, latest + job.duration):
            for resource, count in enumerate(job.needs):
                used[moment][resource] += count
        pushed[number] = latest
    return pushed


def _fits(project: Project, used: list[list[int]], job: Job, start: int) -> bool:
    return all(
        used[moment][resource] + count <= project.capacity[resource]
        for moment in range(start, start + job.duration)
        for resource, count in enumerate(job.needs)
        if count
    )
