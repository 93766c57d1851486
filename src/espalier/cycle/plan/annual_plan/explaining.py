"""Why the plan is as it is: lines and people with their reasons, what is left out and what would bring it in."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.norms.queries import norm_faces
from espalier.cycle.needs.unit_requests.queries import requests as unit_requests
from espalier.cycle.plan.annual_plan import (
    checking,
    conflicts,
    framing,
    lists,
    queries,
    wording,
)
from espalier.cycle.plan.annual_plan.framing import Answer, Frame, OtherVersion
from espalier.cycle.plan.annual_plan.models import Line, Run, Scenario
from espalier.cycle.plan.annual_plan.wording import NameBook, nt
from espalier.cycle.standards.catalogue.queries import competencies
from espalier.engines.planner.check import covered_needs
from espalier.engines.planner.explain import why_out
from espalier.engines.planner.problem import PairState, owner_of_rows, pair_of_covers
from espalier.engines.planner.solution import Plan, Selection
from espalier.kit.accounts.scope import Scope
from espalier.kit.errors import NotFound
from espalier.kit.files.queries import file_bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A frozen problem with the answer the scenario's lines come from."""

    run: Run
    framed: Frame
    answer: Answer


def asked_of(scenario: Scenario) -> Asked | None:
    """The answer the lines were taken from; None before the planner answered, or after an update of the program."""
    run = queries.applied_run(scenario.pk)
    if run is None or run.problem_file is None or run.plan_file is None:
        return None
    try:
        framed = framing.unpack(file_bytes(run.problem_file))
        answer = framing.unpack_answer(file_bytes(run.plan_file))
    except (OtherVersion, NotFound):
        return None
    return Asked(run, framed, answer)


def names_of_competencies(ids: set[int] | None = None) -> dict[int, str]:
    """Names in the reader's language. One query."""
    rows = competencies(active_only=False)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return {
        pk: wording.in_words(name, name_en)
        for pk, name, name_en in rows.values_list("pk", "name", "name_en")
    }


def reasons_of(line: Line) -> list[str]:
    """Why a line is in the plan, in sentences. Two queries."""
    told = line.reasons
    named = {pk for pk, *_rest in told.get("competencies", ())}
    norms = {pk for pk, _n in told.get("norms", ())}
    faces = norm_faces(norms) if norms else {}
    book = NameBook(
        names_of_competencies(named) if named else {},
        {pk: wording.in_words(face.title, face.title_en) for pk, face in faces.items()},
    )
    found = wording.reasons_words(told, book)
    return found + ([line.reason] if line.reason else [])


def requests_of(line: Line, scope: Scope) -> list[Any]:
    """The units' requests the line answers, as far as the reader may see them."""
    return list(unit_requests(scope).filter(plan_lines=line))


def line_facts(line: Line) -> list[tuple[str, object]]:
    """The line in local practice."""
    level = wording.EVALUATION.get(line.evaluation_level or 0, "")
    return [
        (_("Line no."), line.number),
        (_("Module code"), line.module.code),
        (_("Category of the line"), line.get_category_display()),
        (_("Basis"), lists.basis(line)),
        (_("Sessions and hours"), _sessions(line)),
        (_("People"), line.headcount),
        (_("Month or days"), lists.when(line)),
        (_("Run as"), lists.mode(line)),
        (_("Instructor"), lists.instructors(line)),
        (_("Place of the class"), lists.rooms(line)),
        (_("Assessment"), getattr(line, "assessment", "")),
        (_("Level of evaluation"), level),
        (_("Budget"), _cost(line)),
        (_("Grant"), nt(line.grant_amount) if line.grant_amount else ""),
        (_("Responsible"), line.owner),
        (_("State of the line"), line.get_state_display()),
        (_("Comes from"), line.get_origin_display()),
        (_("Kept by hand"), _("Yes") if line.is_by_hand else _("No")),
    ]


def _sessions(line: Line) -> str:
    told = {"n": line.sessions, "h": wording.hours(line.minutes)}
    return _("%(n)s sessions of %(h)s hours") % told


def _cost(line: Line) -> str:
    told = {
        "all": nt(line.cost),
        "n": line.sessions,
        "each": nt(line.session_cost),
        "m": line.headcount,
        "head": nt(line.head_cost),
    }
    return _("%(all)s = %(n)s × %(each)s + %(m)s × %(head)s") % told


def conflict_cards(run: Run | None, scenario: Scenario) -> list[conflicts.Card]:
    """The conflicts of the newest run in words; names are read from its frozen problem only where there are any."""
    if run is None or not (run.answer.get("findings") or run.status == "infeasible"):
        return []
    names: Mapping[str, str] = {}
    if run.problem_file is not None:
        try:
            names = checking.names_of(framing.unpack(file_bytes(run.problem_file)))
        except (OtherVersion, NotFound):
            names = {}
    return conflicts.cards(run, scenario, names)


@dataclass(frozen=True, slots=True)
class Why:
    """One module of a scenario: in or out, at which price, and what would change it.

    ``price`` is what the planner's prices said of one more session, as kept with the run; weights of gap and NT$.
    ``total``: weight of all gaps.
    """

    module_id: int
    code: str
    title: str
    line: Line | None
    price: Mapping[str, Any] | None
    total: int
    sentences: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def is_tie(self) -> bool:
        return bool(self.price and self.price["is_tie"])

    @property
    def people(self) -> int | None:
        return self.price["people"] if self.price else None

    @property
    def closes_words(self) -> str:
        return self._share(self.price["closes"]) if self.price else "–"

    @property
    def split(self) -> list[tuple[str, str]]:
        """What one more session closes and what it takes, as shares of all gaps."""
        if self.price is None:
            return []
        told = self.price
        rows = [
            (_("closes"), told["closes"]),
            (
                _("seats: closed by other modules as well, or their time is worth more"),
                -told["elsewhere"],
            ),
            (_("money"), -told["money"]),
            (_("instructor"), -told["instructor"]),
            (_("room"), -told["room"]),
            (_("equipment"), -told["equipment"]),
            (_("left over"), told["profit"]),
        ]
        return [(label, self._share(value)) for label, value in rows]

    def _share(self, weight: float) -> str:
        return f"{weight / self.total:+.2%}" if self.total else "–"


def prices_of(framed: Frame, selection: Selection) -> list[dict[str, Any]]:
    """What one more session of every module would bring at the prices of an answer, to be kept with its run."""
    if selection.plan is None or selection.certificate is None:
        return []
    found = []
    for at, pk in enumerate(framed.keys.module_ids):
        told = why_out(framed.problem, selection.plan, selection.certificate, at)
        if told is not None:
            found.append({**asdict(told), "module_id": pk, "sessions_max": _most(framed, at)})
    return found


def _most(framed: Frame, at: int) -> int:
    return framed.problem.modules[at].sessions_max


def why(scenario: Scenario, module_id: int) -> Why:
    """Raises: NotFound."""
    if module_id not in queries.module_titles([module_id]):
        raise NotFound
    line = queries.lines(scenario.pk).filter(module_id=module_id).first()
    return _whys(scenario, [module_id], {module_id: line} if line else {})[0]


def left_out(scenario: Scenario) -> list[Why]:
    """Every module that has no line, those whose session would close most first. Three queries."""
    there = set(scenario.lines.values_list("module_id", flat=True))
    rows = _whys(scenario, [pk for pk in queries.module_titles() if pk not in there], {})
    return sorted(rows, key=lambda row: (-(row.price or {}).get("closes", -1.0), row.code))


def _whys(scenario: Scenario, ids: Sequence[int], lines: Mapping[int, Line]) -> list[Why]:
    run = queries.applied_run(scenario.pk)
    answer = run.answer if run is not None else {}
    prices = {each["module_id"]: each for each in answer.get("prices", ())}
    known = set(answer.get("module_ids", ()))
    shut = {
        pin.module_id
        for pin in queries.pins(scenario.pk)
        if pin.employee_id is None and (pin.is_ban or pin.sessions_max == 0)
    }
    titles = queries.module_titles(ids)
    return [
        Why(
            module_id=pk,
            code=titles[pk][0],
            title=wording.in_words(titles[pk][1], titles[pk][2]),
            line=lines.get(pk),
            price=prices.get(pk),
            total=answer.get("weight_total", 0),
            sentences=tuple(
                reasons_of(lines[pk])
                if pk in lines
                else why_not(
                    prices.get(pk),
                    is_shut=pk in shut,
                    has_offer=pk in known,
                    is_answered=run is not None,
                )
            ),
            changes=() if pk in lines else tuple(bringing_in(prices.get(pk))),
        )
        for pk in ids
    ]


def why_not(
    price: Mapping[str, Any] | None, *, is_shut: bool, has_offer: bool, is_answered: bool
) -> list[str]:
    """Why a module is not in the plan."""
    if is_shut:
        return [_("It is kept out by a pin.")]
    if not is_answered:
        return [_("The planner has not answered yet.")]
    if not has_offer:
        return [_("Nobody has said how it can be run: it has no offer.")]
    if price is None:
        return [_("Nobody has a gap or a duty that it would close.")]
    # No session at all is possible where even everybody who could come is no class.
    if price["too_few"] or price["sessions_max"] == 0:
        return [_("Fewer people could come than a class needs.")]
    if price["is_tie"]:
        return [_("A tie: it closes as much as its money and hours close elsewhere.")]
    if price["profit"] < 0:
        return [_("Its seats, money, instructors and rooms close more elsewhere.")]
    return [_("Whole sessions do not fit what is left of the budget or hours.")]


def bringing_in(price: Mapping[str, Any] | None) -> list[str]:
    """The cheapest change that would bring a module in."""
    if price is None:
        return []
    if price["too_few"] or price["sessions_max"] == 0:
        return [_("a smaller class minimum")]
    if price["cheaper_by_minor"]:
        return [_("a session %(amount)s cheaper") % {"amount": nt(price["cheaper_by_minor"])}]
    return []


def _laid(asked: Asked, scenario: Scenario) -> Answer:
    """The lines as they stand now on the problem they were planned for."""
    lines = list(scenario.lines.exclude(state=Line.State.CANCELLED))
    return Answer(checking.lay(asked.framed, lines).plan, asked.answer.certificate)


def closed_by_person(scenario: Scenario) -> dict[int, tuple[int, int]]:
    """Weight closed and weight of all gaps a module could close, by employee. One query and the run's files."""
    asked = asked_of(scenario)
    if asked is None:
        return {}
    problem = asked.framed.problem
    covered = covered_needs(problem, _laid(asked, scenario).plan)
    owner = owner_of_rows(problem.needs.start)
    whole = np.bincount(owner, weights=problem.needs.weight, minlength=problem.n_people)
    closed = np.bincount(
        owner[covered], weights=problem.needs.weight[covered], minlength=problem.n_people
    )
    return {
        pk: (int(closed[i]), int(whole[i])) for i, pk in enumerate(asked.framed.keys.employee_ids)
    }


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A gap of one person that the plan leaves open, and why."""

    competency: str
    level_from: float
    level_to: float
    reason: str
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """What the places of a plan leave: which needs are covered, who has how many minutes left."""

    framed: Frame
    plan: Plan
    covered: np.ndarray
    minutes_left: np.ndarray
    owner: np.ndarray


def _board(framed: Frame, plan: Plan) -> Board:
    problem = framed.problem
    pairs = problem.pairs
    owner = owner_of_rows(pairs.start)
    minutes = np.array([m.minutes for m in problem.modules], dtype=np.int64)
    counted = plan.chosen & (pairs.state != PairState.LEGAL)
    left = problem.people.minutes.astype(np.int64).copy()
    np.subtract.at(left, owner[counted], minutes[pairs.module[counted]])
    return Board(framed, plan, covered_needs(problem, plan), left, owner)


def open_needs(scenario: Scenario, employee_id: int) -> list[OpenNeed]:
    """What remains open of one person, the weightiest first; empty before the planner answered."""
    asked = asked_of(scenario)
    if asked is None or employee_id not in asked.framed.keys.employee_ids:
        return []
    problem, keys = asked.framed.problem, asked.framed.keys
    at = keys.employee_ids.index(employee_id)
    board = _board(asked.framed, _laid(asked, scenario).plan)
    first, last = int(problem.needs.start[at]), int(problem.needs.start[at + 1])
    rows = [n for n in range(first, last) if not board.covered[n]]
    rows.sort(key=lambda n: -int(problem.needs.weight[n]))
    names = names_of_competencies()
    return [_open_need(board, n, names) for n in rows]


def _open_need(board: Board, need: int, names: Mapping[int, str]) -> OpenNeed:
    problem, keys = board.framed.problem, board.framed.keys
    pairs, needs = problem.pairs, problem.needs
    able = pair_of_covers(pairs)[pairs.covers == need].tolist()
    competency = keys.competency_ids[int(needs.competency[need])]
    named = names.get(competency or 0, _("what the unit asked for"))
    codes = tuple(problem.modules[int(pairs.module[j])].code for j in able)
    low, high = int(needs.level_from[need]) / 100, int(needs.level_to[need]) / 100
    return OpenNeed(named, low, high, _why_open(board, able), codes)


def _why_open(board: Board, able: list[int]) -> str:
    problem, plan = board.framed.problem, board.plan
    pairs = problem.pairs
    if not able:
        return _("no module closes it")
    if all(pairs.state[j] == PairState.BANNED for j in able):
        return _("kept out by a pin")
    if not any(plan.sessions[pairs.module[j]] for j in able):
        return _("no module that closes it is in the plan")
    owner = int(board.owner[able[0]])
    least = min(problem.modules[int(pairs.module[j])].minutes for j in able)
    if board.minutes_left[owner] < least:
        return _("the person's hours are used up")
    if all(pairs.requires[j] >= 0 and not plan.chosen[pairs.requires[j]] for j in able):
        return _("the prerequisite comes first")
    return _("its seats close more for others")
