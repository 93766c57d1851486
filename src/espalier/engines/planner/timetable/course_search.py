"""Solving curriculum-based course timetabling: annealing in rounds, each from the best so far and cooler.

One big model of CP-SAT was far off on these instances; moves of single lectures are what the best known methods use.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from espalier.engines.planner.compiling import kernel_module
from espalier.engines.planner.timetable.course_moves import HARD, put
from espalier.engines.planner.timetable.courses import (
    CourseCosts,
    CourseProblem,
    Lecture,
    check_courses,
)

MODULE = "espalier.engines.planner.timetable.course_moves"
HOT, COLD = 40.0, 0.12
SLICE_MOVES = 400_000
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CourseAnswer:
    """The lectures placed, their costs by the validator, and what it took."""

    lectures: tuple[Lecture, ...]
    costs: CourseCosts
    n_moves: int
    seconds: float


def solve_courses(
    problem: CourseProblem,
    *,
    seed: int,
    moves: int,
    wall_limit: float | None = None,
    on_progress: Callable[[int, float], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> CourseAnswer:
    """Place every lecture; the same seed and moves give the same answer where no wall limit cuts.

    With a wall limit the cooling follows the clock (seconds, any beginning) instead, and ``moves`` is the most.
    """
    began = clock()
    state = _State(problem, seed)
    kernel = kernel_module(MODULE, n_rows=moves)
    done = 0
    share, step = 0.0, min(1.0, SLICE_MOVES / moves)
    while done < moves and share < 1 and state.least > 0:
        n = min(SLICE_MOVES, moves - done)
        state.anneal(kernel, n, _heat(share), _heat(share + step), seed * 7919 + done)
        done += n
        before, share = share, done / moves
        if wall_limit is not None:
            share = max(share, (clock() - began) / wall_limit)
            step = share - before
        if on_progress is not None:
            on_progress(state.least, clock() - began)
    lectures = state.lectures()
    return CourseAnswer(lectures, check_courses(problem, lectures), done, clock() - began)


def _heat(share: float) -> float:
    """The temperature when so much of the run is over."""
    return float(HOT * (COLD / HOT) ** min(1.0, share))


class _State:
    """The arrays the moves work on."""

    def __init__(self, problem: CourseProblem, seed: int) -> None:
        self.problem = problem
        codes = {course.code: n for n, course in enumerate(problem.courses)}
        n = len(codes)
        self.course_of = np.array(
            [codes[c.code] for c in problem.courses for _ in range(c.n_lectures)], dtype=np.int64
        )
        conflict = np.eye(n, dtype=np.bool_)
        for one, other in problem.conflicts:
            conflict[codes[one], codes[other]] = True
        self.free = np.ones((n, problem.n_periods), dtype=np.bool_)
        for code, period in problem.unavailable:
            self.free[codes[code], period] = False
        of_course, n_of = _curricula(problem, codes)
        n_rooms = len(problem.rooms)
        self.at = np.full((problem.n_periods, n_rooms), -1, dtype=np.int64)
        self.state: tuple[Any, ...] = (
            self.at,
            self.course_of,
            conflict,
            np.array([c.students for c in problem.courses], dtype=np.int64),
            np.array([c.min_days for c in problem.courses], dtype=np.int64),
            np.array([seats for _, seats in problem.rooms], dtype=np.int64),
            of_course,
            n_of,
            np.zeros((max(1, len(problem.curricula)), problem.n_periods), dtype=np.int64),
            np.zeros((n, problem.n_days + 1), dtype=np.int64),
            np.zeros((n, n_rooms), dtype=np.int64),
            np.array([problem.periods_a_day], dtype=np.int64),
        )
        self.period = np.zeros(len(self.course_of), dtype=np.int64)
        self.room = np.zeros(len(self.course_of), dtype=np.int64)
        self._begin(np.random.default_rng(seed))
        self.cost = self._cost()
        self.least = self.cost
        self.best = np.array([self.period, self.room])

    def _begin(self, random: np.random.Generator) -> None:
        """Any place that is free and allowed, who has least choice first."""
        order = sorted(
            range(len(self.course_of)), key=lambda n: int(self.free[self.course_of[n]].sum())
        )
        for lecture in order:
            open_ = (self.at < 0) & self.free[self.course_of[lecture]][:, None]
            period, room = random.permutation(np.argwhere(open_))[0]
            self.period[lecture], self.room[lecture] = period, room
            put(lecture, int(period), int(room), 1, self.state)

    def _cost(self) -> int:
        costs = check_courses(self.problem, self._placed(self.period, self.room))
        return costs.total + HARD * costs.broken

    def anneal(self, kernel: Any, n: int, hot: float, cold: float, seed: int) -> None:
        cost, least = kernel.anneal(
            self.period,
            self.room,
            self.free,
            self.state,
            self.cost,
            self.least,
            n,
            hot,
            cold,
            seed,
            self.best,
        )
        self.cost, self.least = int(cost), int(least)

    def _placed(self, period: Numbers, room: Numbers) -> list[Lecture]:
        codes = [self.problem.courses[n].code for n in self.course_of]
        return [
            Lecture(code, int(p), int(r)) for code, p, r in zip(codes, period, room, strict=True)
        ]

    def lectures(self) -> tuple[Lecture, ...]:
        return tuple(self._placed(self.best[0], self.best[1]))


def _curricula(problem: CourseProblem, codes: dict[str, int]) -> tuple[Numbers, Numbers]:
    """For each course the numbers of its curricula, and how many they are."""
    lists: list[list[int]] = [[] for _ in codes]
    for number, (_, members) in enumerate(problem.curricula):
        for code in members:
            lists[codes[code]].append(number)
    width = max(1, *(len(each) for each in lists))
    table = np.zeros((len(codes), width), dtype=np.int64)
    for row, each in enumerate(lists):
        table[row, : len(each)] = each
    return table, np.array([len(each) for each in lists], dtype=np.int64)
