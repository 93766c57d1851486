"""Published instances: the files are read, the validators see mistakes, small ones are solved."""

from dataclasses import replace

import pytest

from espalier.engines.planner.timetable.course_search import solve_courses
from espalier.engines.planner.timetable.courses import (
    CourseCosts,
    Lecture,
    check_courses,
    read_ctt,
)
from espalier.engines.planner.timetable.faults import BadTimetable
from espalier.engines.planner.timetable.project_search import solve_project
from espalier.engines.planner.timetable.projects import (
    Job,
    Project,
    built,
    check_schedule,
    makespan,
    read_sm,
)

TOY = """Name: Toy
Courses: 3
Rooms: 2
Days: 2
Periods_per_day: 3
Curricula: 1
Constraints: 1

COURSES:
SceCosC Ocra 2 2 30
ArcTec Indaco 1 1 42
TecCos Rosa 2 2 40

ROOMS:
A 32
B 50

CURRICULA:
Cur1 3 SceCosC ArcTec TecCos

UNAVAILABILITY_CONSTRAINTS:
TecCos 0 0

END.
"""


def lectures(*rows):
    return [Lecture(*row) for row in rows]


def test_a_course_timetable_is_judged_by_hand():
    toy = read_ctt(TOY)
    placed = lectures(
        ("SceCosC", 0, 0), ("SceCosC", 1, 1), ("ArcTec", 2, 0), ("TecCos", 3, 1), ("TecCos", 5, 1)
    )
    # 42 in 32 seats; two days short once; two lectures alone on the second day; one room more.
    assert check_courses(toy, placed) == CourseCosts(0, 10, 10, 4, 1)


def test_broken_course_rules_are_counted():
    toy = read_ctt(TOY)
    placed = lectures(("SceCosC", 0, 0), ("SceCosC", 0, 0), ("ArcTec", 0, 1), ("TecCos", 0, 1))
    # One lecture of TecCos is missing, it is unavailable then, and all pairs clash; rooms are shared twice.
    assert check_courses(toy, placed).broken == 1 + 1 + (1 + 1) + 2 + 2 + (1 + 1)


@pytest.mark.parametrize("cut", ["ROOMS:", "TecCos 0 0", "Periods_per_day"])
def test_a_mutilated_course_file_is_refused(cut):
    with pytest.raises(BadTimetable):
        read_ctt(TOY.replace(cut, "Nobody knows"))


def test_courses_are_solved_and_the_same_seed_gives_the_same():
    toy = read_ctt(TOY)
    one = solve_courses(toy, seed=1, moves=4000)
    assert one.costs.broken == 0
    assert one.costs.total == min(
        solve_courses(toy, seed=s, moves=4000).costs.total for s in range(4)
    )
    assert solve_courses(toy, seed=1, moves=4000).lectures == one.lectures


def diamond():
    """Two jobs of 3 and 2 that each need the whole crew, between begin and end."""
    return Project(
        (Job(0, (0,), (1, 2)), Job(3, (2,), (3,)), Job(2, (2,), (3,)), Job(0, (0,), ())), (2,)
    )


def test_a_schedule_is_judged_by_hand():
    assert check_schedule(diamond(), [0, 0, 3, 5]) == []
    assert check_schedule(diamond(), [0, 0, 1, 5]) == ["resource 0 at 1: 4 of 2"]
    assert check_schedule(diamond(), [0, 0, 3, 4]) == ["job 3 before 2"]
    assert check_schedule(diamond(), [0, 0]) == ["2 of 4 jobs"]


def test_a_project_is_solved():
    found = solve_project(diamond(), seed=0, work_limit=1)
    assert (found.makespan, found.bound, found.is_optimal) == (5, 5, True)
    assert makespan(diamond(), built(diamond(), 1, 0)) == 5


def test_a_job_that_needs_more_than_there_is():
    greedy = replace(diamond(), capacity=(1,))
    with pytest.raises(ValueError):
        solve_project(greedy, seed=0, work_limit=1)


def test_no_project_file():
    with pytest.raises(BadTimetable):
        read_sm("jobs: many")


@pytest.mark.shared
@pytest.mark.parametrize(("name", "best"), [("j301_1", 43), ("j3028_1", 69)])
def test_small_projects_reach_the_best_known(shared_dir, name, best):
    path = shared_dir / "data" / "planning" / "psplib_j30" / f"{name}.sm"
    project = read_sm(path.read_text(encoding="utf-8"))
    assert len(project.jobs) == 32
    found = solve_project(project, seed=0, work_limit=5)
    assert (found.makespan, found.bound) == (best, best)


@pytest.mark.shared
def test_the_smallest_course_instance_is_read(shared_dir):
    folder = shared_dir / "data" / "planning" / "itc2007_cbctt"
    problem = read_ctt((folder / "comp11.ctt").read_text(encoding="utf-8"))
    assert (problem.n_days, problem.periods_a_day, len(problem.courses)) == (5, 9, 30)
    assert solve_courses(problem, seed=0, moves=3000).costs.total >= 0
