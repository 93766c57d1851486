"""A company whose plan has lines, instructors, rooms and a calendar, so that its sessions can be dated."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from espalier.cycle.plan.annual_plan import services as plans
from espalier.cycle.plan.annual_plan.queries import lines
from espalier.cycle.plan.timetable import queries, services
from espalier.cycle.policy.resources import services as resources
from espalier.cycle.policy.resources.types import OpenHours
from tests.factories import plan as make
from tests.factories.plan import AT, BY

WEEK = OpenHours(date(2027, 1, 1), None, "12345", 480)


@dataclass
class TimetableCompany:
    """``make.company`` with two instructors (T1 teaches M1 and M2, T2 teaches M1), a room for 8 and one for 3."""

    base: make.PlanCompany
    scenario: Any
    things: dict[str, Any] = field(default_factory=dict)

    def session(self, code: str) -> Any:
        return queries.session_coded(self.scenario.pk, code)


def thing(code: str, kind: str, **changes: Any) -> Any:
    values = {"code": code, "kind": kind, "name": f"資源{code}", **changes}
    made = resources.save_resource(values=values, by=BY, at=AT)
    resources.set_open_times(resource_id=made.pk, hours=[WEEK], by=BY, at=AT)
    return made


def company(**changes: Any) -> TimetableCompany:
    base = make.company()
    scenario = make.scenario(**({"away_percent": 100} | changes))
    services.take_starter_slots(by=BY, at=AT)
    services.take_starter_calendar(year=2027, by=BY, at=AT)
    found = TimetableCompany(base, scenario)
    for code in ("T1", "T2"):
        found.things[code] = thing(code, "instructor")
    found.things["R1"] = thing("R1", "room", seats=8)
    found.things["R2"] = thing("R2", "room", seats=3)
    for code, teachers in {"M1": ("T1", "T2"), "M2": ("T1",), "M3": ()}.items():
        offer = base.modules[code].offer
        offer.instructors.set([found.things[each] for each in teachers])
    add_line(found, "M1", 2, base.people)
    add_line(found, "M2", 1, base.people[::2])
    plans.choose_scenario(scenario_id=scenario.pk, by=BY, at=AT)
    scenario.refresh_from_db()
    return found


def add_line(of: TimetableCompany, module: str, sessions: int, people: Any) -> Any:
    """A line by hand with these people in it; lines are numbered 2027-001, 2027-002 … in the order they are made."""
    line = plans.add_line(
        scenario_id=of.scenario.pk,
        module_id=of.base.modules[module].pk,
        content=make.content(sessions=sessions),
        by=BY,
        at=AT,
    )
    plans.add_people(line_id=line.pk, numbers=[p.number for p in people], by=BY, at=AT)
    return lines(of.scenario.pk).get(pk=line.pk)
