"""What the inputs of a plan amount to, and what is missing in them, with where each thing is mended."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.urls import reverse

from espalier.cycle.learning_map.norms.types import NormFace
from espalier.cycle.plan.annual_plan.inputs.asking import Asked
from espalier.cycle.plan.annual_plan.inputs.pairing import pinned_pairs
from espalier.cycle.plan.annual_plan.inputs.reading import Capacity, Catalogue
from espalier.cycle.plan.annual_plan.inputs.steps import hundredths, rows_by_competency
from espalier.cycle.plan.annual_plan.inputs.types import Fact, Lack, PlanInputs, PlanModule
from espalier.cycle.plan.future_needs.types import Staff
from espalier.cycle.plan.offers.types import OWN, OfferKind
from espalier.engines.planner.problem import PairState, PoolKind, SelectionProblem

SHOWN = 20
Places = Iterable[tuple[str, str]]  # label, address


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What was read beside the inputs, and is needed to say what is missing."""

    staff: Staff
    catalogue: Catalogue
    unmet: Mapping[int, tuple[int, ...]]  # norm id → people
    faces: Mapping[int, NormFace]
    asked: Asked
    capacity: Capacity


def facts_of(inputs: PlanInputs, found: Found) -> tuple[Fact, ...]:
    """One line a source: what, how much, how much of it is missing, where it stands."""
    cells, people = inputs.cells, inputs.people
    n_unmet = sum(len(rows) for rows in found.unmet.values())
    gaps_on, today = inputs.scenario.gaps_on, inputs.today
    without_post = sum(person.position_id is None for person in people)
    lines = [
        Fact("people", len(people), without_post, "people", _url("plan:future_needs"), gaps_on),
        Fact("hires", inputs.n_hires, inputs.n_hires, "staff_changes", _url("plan:staff_changes"), gaps_on),
        Fact("departments", len(inputs.departments), 0, "units", _url("people:units"), today),
        Fact("required", cells.person.size, int((~cells.rated).sum()), "requirements",
             _url("learning_map:matrix"), gaps_on),
        Fact("gaps", int((cells.lacking > 0).sum()), 0, "ratings", _url("needs:gaps"), today),
        Fact("modules", len(inputs.modules), len(found.catalogue.without_offer), "offers",
             _url("plan:offers"), today),
        Fact("duties", len(inputs.duties), n_unmet, "obligations", _url("learning_map:obligations"),
             date(inputs.scenario.year, 12, 31)),
        Fact("requests", len({each.request_id for each in inputs.asked_for} - {0}),
             len(found.asked.without_module), "unit_requests", _url("needs:unit_requests"), today),
        Fact("carried", len(inputs.carried), 0, "last_plan", _url("plan:future_needs"), None),
        Fact("pins", len(inputs.pins), 0, "scenario", "", None),
    ]  # fmt: skip
    lines += [
        Fact(f"pool_{kind}", len(own), sum(not minutes for minutes in own.values()), "resources",
             _url("policy:capacity") + f"?year={inputs.scenario.year}", None)
        for kind, own in _resources(inputs, found.capacity).items()
    ]  # fmt: skip
    return tuple(lines)


def _url(name: str) -> str:
    return str(reverse(name))


def _resources(inputs: PlanInputs, known: Capacity) -> dict[str, dict[int, int]]:
    """Minutes of every resource some module can use, by kind."""
    found: dict[str, dict[int, int]] = {kind.value: {} for kind in PoolKind}
    for pool in inputs.pools:
        for pk in pool.resource_ids:
            found[pool.kind][pk] = known.minutes.get(pk, 0)
    return found


def lacks_of(inputs: PlanInputs, found: Found) -> tuple[Lack, ...]:
    """Everything that is missing, what stops the planner first."""
    lists: Sequence[Callable[[], Lack | None]] = (
        lambda: _nobody(inputs),
        lambda: _nothing_offered(inputs),
        lambda: _lack("norm_without_module", _norms(found), _url("learning_map:norms")),
        lambda: _lack("ban_against_law", _bans(inputs), "", stops=True),
        lambda: _lack("module_out_though_law", _closed(inputs), "", stops=True),
        lambda: _lack("nobody_teaches", _untaught(inputs, found), _url("policy:resources")),
        lambda: _lack("no_room", _roomless(inputs), _url("policy:resources")),
        lambda: _lack("no_hours", _without_hours(inputs, found), _url("policy:resources")),
        lambda: _lack("prerequisite_outside", _outside(inputs, found), _url("plan:offers")),
        lambda: _lack("module_without_offer", _unoffered(found), _url("plan:offers")),
        lambda: _lack("request_without_module", _topics(found), _url("needs:unit_requests")),
        lambda: _lack("request_short", _short(found), _url("needs:unit_requests")),
        lambda: _lack("money_line_without_amount", _moneyless(inputs, found), _url("policy:resources")),
        lambda: _lack("without_position", _postless(inputs), _url("people:employees")),
        lambda: _lack("completed_in_vain", _in_vain(inputs), _url("learning_map:completions")),
        lambda: _lack("never_rated", _unrated(inputs), _url("needs:gaps")),
        lambda: _hires(inputs),
        lambda: _unweighed(inputs),
    )  # fmt: skip
    told = [lack for find in lists if (lack := find()) is not None]
    return tuple(sorted(told, key=lambda lack: not lack.stops))


def lacks_of_problem(inputs: PlanInputs, problem: SelectionProblem) -> tuple[Lack, ...]:
    """What only the pairs show: classes too few people could fill; where the law asks for one, nothing is solved."""
    pairs = problem.pairs
    n_pairs = np.bincount(pairs.module, minlength=len(inputs.modules))
    forced = pairs.state == PairState.LEGAL
    n_legal = np.bincount(pairs.module[forced], minlength=len(inputs.modules))
    thin = [
        module
        for n, module in enumerate(inputs.modules)
        if n_legal[n] and n_pairs[n] < module.seats_min
    ]
    idle = [
        module
        for n, module in enumerate(inputs.modules)
        if 0 < n_pairs[n] < module.seats_min and not n_legal[n]
    ]
    found = (
        _lack("class_minimum", _module_places(thin), _url("plan:offers"), stops=True),
        _lack("class_never_filled", _module_places(idle), _url("plan:offers")),
    )
    return tuple(lack for lack in found if lack is not None)


def _lack(code: str, places: Places, remedy_url: str, *, stops: bool = False) -> Lack | None:
    listed = list(places)
    if not listed:
        return None
    return Lack(code, len(listed), tuple(listed[:SHOWN]), remedy_url, stops)


def _nobody(inputs: PlanInputs) -> Lack | None:
    return None if inputs.people else Lack("nobody", 1, (), _url("people:employees"), True)


def _nothing_offered(inputs: PlanInputs) -> Lack | None:
    return None if inputs.modules else Lack("nothing_offered", 1, (), _url("plan:offers"), True)


def _hires(inputs: PlanInputs) -> Lack | None:
    n = inputs.n_hires
    return Lack("hires_without_record", n, (), _url("plan:staff_changes")) if n else None


def _unweighed(inputs: PlanInputs) -> Lack | None:
    """Where no requirement, need or change says that one gap matters more, all weigh the same."""
    weight = inputs.cells.weight
    same = weight.size > 0 and bool((weight == weight[0]).all())
    return Lack("all_weigh_alike", 1, (), _url("needs:needs")) if same else None


def _norms(found: Found) -> Places:
    for norm_id, people in found.unmet.items():
        face = found.faces[norm_id]
        yield f"{face.code} {face.title}（{len(people)}）", face.url


def _bans(inputs: PlanInputs) -> Places:
    legal = {(duty.person, duty.module) for duty in inputs.duties}
    for person, module in pinned_pairs(inputs, bans=True):
        if (person, module) in legal:
            one = inputs.people[person]
            label = f"{one.number} {one.name}：{inputs.modules[module].name}"
            yield label, reverse("learning_map:obligation_person", args=[one.id])


def _closed(inputs: PlanInputs) -> Places:
    """Modules taken out of the plan though somebody must attend them."""
    legal = {inputs.modules[duty.module].id for duty in inputs.duties}
    out = {
        pin.module_id
        for pin in inputs.pins
        if pin.employee_id is None and (pin.is_ban or pin.sessions_max == 0)
    }
    return _module_places([m for m in inputs.modules if m.id in legal & out])


def _untaught(inputs: PlanInputs, found: Found) -> Places:
    minutes = found.capacity.minutes
    return _module_places(
        [
            module
            for module in inputs.modules
            if module.kind in OWN
            and sum(minutes.get(pk, 0) for pk in module.instructors) < module.minutes
        ]
    )


def _roomless(inputs: PlanInputs) -> Places:
    return _module_places([m for m in inputs.modules if m.kind == OfferKind.CLASS and not m.rooms])


def _without_hours(inputs: PlanInputs, found: Found) -> Places:
    for own in _resources(inputs, found.capacity).values():
        for pk, minutes in own.items():
            if not minutes:
                label = f"{found.capacity.codes[pk]} {found.capacity.names[pk]}"
                yield label, reverse("policy:resource", args=[pk])


def _outside(inputs: PlanInputs, found: Found) -> Places:
    planned = {module.id for module in inputs.modules}
    for module in inputs.modules:
        for pk in module.requires:
            if pk not in planned:
                first = found.catalogue.names.get(pk, "")
                yield (
                    f"{module.code} {module.name} ← {first}",
                    reverse("learning_map:module", args=[pk]),
                )


def _unoffered(found: Found) -> Places:
    for module in found.catalogue.without_offer:
        yield f"{module.code} {module.name}", _new_offer(module.code)


def _new_offer(code: str) -> str:
    return reverse("plan:record_new", args=["offers"]) + f"?module={code}"


def _topics(found: Found) -> Places:
    for request in found.asked.without_module:
        yield (
            f"{request.code} {request.topic}".strip(),
            reverse("needs:unit_request", args=[request.id]),
        )


def _short(found: Found) -> Places:
    for request, n_missing in found.asked.short:
        yield f"{request.code}（{n_missing}）", reverse("needs:unit_request", args=[request.id])


def _moneyless(inputs: PlanInputs, found: Found) -> Places:
    if not inputs.scenario.uses_money_lines:
        return
    known = {line.resource_id for line in inputs.money_lines}
    named = {m.money_line_id for m in inputs.modules if m.money_line_id is not None}
    for pk in sorted(named - known):
        label = f"{found.capacity.codes[pk]} {found.capacity.names[pk]}"
        yield label, reverse("policy:resource", args=[pk])


def _postless(inputs: PlanInputs) -> Places:
    for person in inputs.people:
        if person.position_id is None:
            yield f"{person.number} {person.name}", reverse("people:employee", args=[person.id])


def _in_vain(inputs: PlanInputs) -> Places:
    """Modules that people completed and still lack what they should have reached, those with most first."""
    cells = inputs.cells
    place = {head.id: code for code, head in enumerate(inputs.competencies)}
    rows = rows_by_competency(cells)
    found = []
    for n, module in enumerate(inputs.modules):
        people: set[int] = set()
        for pk, level in module.raises:
            own = rows.get(place.get(pk, -1), np.zeros(0, np.int64))
            short = (cells.lacking[own] > 0) & (cells.current[own] < hundredths(level))
            people.update(
                cells.person[own][short & inputs.completed[cells.person[own], n]].tolist()
            )
        if people:
            found.append((len(people), module))
    for count, module in sorted(found, key=lambda row: (-row[0], row[1].code)):
        label = f"{module.code} {module.name}（{count}）"
        yield label, reverse("learning_map:module", args=[module.id])


def _unrated(inputs: PlanInputs) -> Places:
    """Competencies with people nobody rated, those with most first."""
    cells = inputs.cells
    n = np.bincount(cells.competency[~cells.rated], minlength=len(inputs.competencies))
    for code in np.argsort(-n, kind="stable").tolist():
        if n[code]:
            head = inputs.competencies[code]
            address = reverse("needs:gaps") + f"?view=person&competency={head.id}"
            yield f"{head.code} {head.name}（{n[code]}）", address


def _module_places(modules: Sequence[PlanModule]) -> Places:
    for module in modules:
        yield f"{module.code} {module.name}", reverse("plan:offer", args=[module.offer_id])
