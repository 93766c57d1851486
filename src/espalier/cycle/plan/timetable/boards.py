"""The plan laid out for judging moves: which rule forbids, what a move would cost, who would be free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from espalier.cycle.plan.timetable import framing, wording
from espalier.cycle.plan.timetable.framing import Frame
from espalier.cycle.plan.timetable.types import Colour, Mark
from espalier.engines.planner.timetable.moves import Board, Move
from espalier.engines.planner.timetable.problem import Slot
from espalier.kit.errors import NotFound


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A frame with its board; made once for each request."""

    frame: Frame
    board: Board

    def move(self, session: str, slot: str, *, instructor: str = "", room: str = "") -> Move:
        """Judge one move. Where nobody is named and the one of today cannot, whoever is free stands in.

        Raises: NotFound for a session that can no longer be placed.
        """
        own = self.frame.problem.session_of.get(session)
        if own is None:
            raise NotFound
        teachers = (instructor,) if instructor else None
        first = self.board.move(session, slot, instructors=teachers, room=room or None)
        if first.is_allowed or (instructor and room):
            return first
        return self._with_others(session, slot, first, instructor, room)

    def _with_others(
        self, session: str, slot: str, first: Move, instructor: str, room: str
    ) -> Move:
        """Try those who could stand in, one kind at a time; the move as asked where nobody can."""
        own = self.frame.problem.session_of[session]
        best = first
        if not instructor and own.n_instructors:
            tried = (
                self.board.move(session, slot, instructors=(code,), room=best.room or None)
                for code in own.instructors
            )
            best = _better(best, tried)
        if not room and own.needs_room and not best.is_allowed:
            fitting = (r.code for r in self.frame.problem.rooms if self.frame.problem.suits(own, r))
            tried = (
                self.board.move(session, slot, instructors=best.instructors, room=code)
                for code in fitting
            )
            best = _better(best, tried)
        return best

    def marks(
        self,
        session: str,
        days: Iterable[date] | None = None,
        *,
        instructor: str = "",
        room: str = "",
    ) -> list[tuple[Slot, Move]]:
        """Every slot the session could begin in (on these days), with what would hold there."""
        wanted = None if days is None else set(days)
        own = self.frame.problem.session_of.get(session)
        if own is None:
            raise NotFound
        return [
            (slot, self.move(session, slot.code, instructor=instructor, room=room))
            for slot in self.frame.problem.slots
            if slot.kind in own.slot_kinds and (wanted is None or slot.date in wanted)
        ]


def board_of(scenario_id: int, on: date) -> Laid:
    """The plan of today. Raises: NotFound; BadTimetable."""
    framed = framing.frame(scenario_id, on)
    return Laid(framed, Board(framed.problem, framed.plan))


def _better(best: Move, tried: Iterable[Move]) -> Move:
    """The first that is allowed, else the one with the fewest rules against it."""
    for move in tried:
        if move.is_allowed:
            return move
        if len(move.blocked) < len(best.blocked):
            best = move
    return best


def colour_of(move: Move) -> Colour:
    if move.blocked:
        return Colour.RED
    return Colour.AMBER if move.cost_change > 0 else Colour.FREE


def mark_of(slot: Slot, move: Move, names: wording.Names, now: str) -> Mark:
    """A judged move in words."""
    words = tuple(dict.fromkeys(wording.broken_words(each, names) for each in move.blocked))
    return Mark(
        slot.code,
        starts_at(slot),
        colour_of(move),
        words,
        move.cost_change,
        is_now=slot.code == now,
    )


def starts_at(slot: Slot) -> datetime:
    midnight = timezone.make_aware(datetime.combine(slot.date, time()))
    return midnight + timedelta(minutes=slot.start_minute)
