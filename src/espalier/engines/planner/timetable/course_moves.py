"""The inner loop of course timetabling: simulated annealing over moves and swaps of lectures, on plain arrays.

Written so that numba can compile it (``KERNEL``, callees first); as plain Python it does the same, slowly. Every array
is filled by :mod:`course_search`; names there. A move gives one lecture another period and room; whoever is there
comes the other way. Conflicts are allowed at a price, unavailable periods never.
"""

import math
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
State: TypeAlias = tuple[Any, ...]

HARD = 200  # the price of a conflict, above any soft cost one lecture can save


def _clash(
    at: Numbers, course_of: Numbers, conflict: Flags, course: int, period: int, skip: int
) -> int:
    """Lectures in the period that conflict with the course, the lecture ``skip`` aside."""
    found = 0
    for room in range(at.shape[1]):
        other = at[period, room]
        if other >= 0 and other != skip and conflict[course, course_of[other]]:
            found += 1
    return found


def _alone(taken: Numbers, curriculum: int, period: int, a_day: int) -> int:
    """Lectures of the curriculum in the period that have no neighbour that day."""
    count = int(taken[curriculum, period])
    if count == 0:
        return 0
    place = period % a_day
    if place > 0 and taken[curriculum, period - 1] > 0:
        return 0
    if place < a_day - 1 and taken[curriculum, period + 1] > 0:
        return 0
    return count


def _around(taken: Numbers, curriculum: int, period: int, a_day: int) -> int:
    """The same over the period and its neighbours."""
    place = period % a_day
    alone = _alone(taken, curriculum, period, a_day)
    if place > 0:
        alone += _alone(taken, curriculum, period - 1, a_day)
    if place < a_day - 1:
        alone += _alone(taken, curriculum, period + 1, a_day)
    return alone


def put(lecture: int, period: int, room: int, sign: int, s: State) -> int:
    """Put (1) or take (-1) a lecture; what the cost changes by."""
    at, course_of, conflict, students, min_days, seats, of_course, n_of, taken, days, rooms = s[:11]
    a_day = s[11][0]
    course = int(course_of[lecture])
    day = period // a_day
    change: int = sign * max(0, students[course] - seats[room])
    if sign > 0:
        change += HARD * _clash(at, course_of, conflict, course, period, lecture)
        at[period, room] = lecture
    else:
        at[period, room] = -1
        change -= HARD * _clash(at, course_of, conflict, course, period, lecture)
    before = 0
    after = 0
    for number in range(n_of[course]):
        before += _around(taken, of_course[course, number], period, a_day)
        taken[of_course[course, number], period] += sign
        after += _around(taken, of_course[course, number], period, a_day)
    change += 2 * (after - before)
    used = days[course, days.shape[1] - 1]
    missing = max(0, min_days[course] - used)
    days[course, day] += sign
    if sign > 0 and days[course, day] == 1:
        used += 1
    if sign < 0 and days[course, day] == 0:
        used -= 1
    days[course, days.shape[1] - 1] = used
    change += 5 * (max(0, min_days[course] - used) - missing)
    rooms[course, room] += sign
    if sign > 0 and rooms[course, room] == 1:
        change += 1
    if sign < 0 and rooms[course, room] == 0:
        change -= 1
    return change


def _exchange(
    lecture: int,
    other: int,
    period: int,
    room: int,
    old_period: int,
    old_room: int,
    s: State,
) -> int:
    """Bring the lecture to the new place and whoever is there to the old one; the change of cost."""
    change = put(lecture, old_period, old_room, -1, s)
    if other >= 0:
        change += put(other, period, room, -1, s)
        change += put(other, old_period, old_room, 1, s)
    return change + put(lecture, period, room, 1, s)


def anneal(
    period_of: Numbers,
    room_of: Numbers,
    free: Flags,
    s: State,
    cost: int,
    least: int,
    n_moves: int,
    hot: float,
    cold: float,
    seed: int,
    best: Numbers,
) -> tuple[int, int]:
    """Take ``n_moves`` steps from temperature ``hot`` to ``cold``; ``best`` (2, n) holds the places of cost ``least``.

    Returns the cost at the end and the least cost.
    """
    np.random.seed(seed)
    at, course_of = s[0], s[1]
    n_lectures = len(period_of)
    n_periods, n_rooms = at.shape
    temperature = hot
    cooling = (cold / hot) ** (1.0 / max(1, n_moves // 1000))
    for step in range(n_moves):
        if step % 1000 == 0:
            temperature = hot * cooling ** (step // 1000)
        lecture = np.random.randint(n_lectures)
        period, room = period_of[lecture], room_of[lecture]
        new_period, new_room = period, np.random.randint(n_rooms)
        if np.random.random() < 0.75:
            new_period = np.random.randint(n_periods)
        if new_period == period and new_room == room:
            continue
        if not free[course_of[lecture], new_period]:
            continue
        other = at[new_period, new_room]
        if other >= 0 and (
            course_of[other] == course_of[lecture] or not free[course_of[other], period]
        ):
            continue
        change = _exchange(lecture, other, new_period, new_room, period, room, s)
        if change <= 0 or np.random.random() < math.exp(-change / temperature):
            cost += change
            period_of[lecture], room_of[lecture] = new_period, new_room
            if other >= 0:
                period_of[other], room_of[other] = period, room
            if cost < least:
                least = cost
                best[0, :] = period_of
                best[1, :] = room_of
        else:
            _exchange(lecture, other, period, room, new_period, new_room, s)
    return cost, least


KERNEL = (_clash, _alone, _around, put, _exchange, anneal)
