"""What the pages of the timetable show: figures, facts, the difference a mended plan makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan.queries import last_run, working_run
from espalier.cycle.plan.certificates import method_words, version_words
from espalier.cycle.plan.timetable import lists, queries, wording
from espalier.cycle.plan.timetable.naming import title_of
from espalier.cycle.plan.timetable.types import SessionState
from espalier.cycle.plan.timetable.wording import Names

KINDS = ("timetable", "replan")
SOFT = ("outside_preferred", "over_month", "late", "split")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with what it is counted from."""

    label: str
    value: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One session in the difference a mended plan makes."""

    code: str
    title: str
    href: str
    kinds: str
    before: str
    after: str
    people: int


def working(scenario_id: int) -> Any:
    """The run whose job has not ended, of either kind."""
    return next((run for kind in KINDS if (run := working_run(scenario_id, kind))), None)


def newest_run(scenario_id: int) -> Any:
    """The run that ended last, of either kind."""
    found = [run for kind in KINDS if (run := last_run(scenario_id, kind))]
    return max(found, key=lambda run: run.pk, default=None)


def figures(scenario: Any, rows: Sequence[Any], run: Any) -> list[Figure]:
    """The strip above the timetable."""
    live = [r for r in rows if r.state != SessionState.CANCELLED and queries.kind_of(r) != "online"]
    dated = [row for row in live if row.meetings.all()]
    counts = (run.answer.get("counts") if run is not None else None) or {}
    base = reverse("plan:timetable_of", args=[scenario.pk])
    missed = [f"{_soft(name)} {counts[name]}" for name in SOFT if counts.get(name)]
    return [
        Figure(
            _("Sessions with a date"),
            f"{len(dated)}/{len(live)}",
            _("of the lines of the scenario"),
            f"{base}?dated=no",
        ),
        Figure(
            _("Wishes missed"),
            str(sum(counts.values())) if counts else "–",
            "、".join(missed) or _("wished months, even months, early renewals, meetings together"),
            reverse("plan:timetable_run", args=[run.pk]) if run else "",
        ),
        Figure(_("Proof"), proof(run), _("least cost that any plan of dates could have")),
        Figure(
            _("People seated"),
            f"{sum(row.n_people for row in live):,}",
            _("places in sessions held on a date"),
        ),
    ]


def _soft(name: str) -> str:
    words = {
        "outside_preferred": _("outside the months wished"),
        "over_month": _("above the month's load"),
        "late": _("months late"),
        "split": _("meetings torn apart"),
    }
    return words[name]


def proof(run: Any) -> str:
    """How far from the best possible, as far as it is proved."""
    if run is None or run.gap_share is None or not run.is_verified:
        return _("not proved")
    if run.gap_share <= 0.0001:
        return _("the best possible (proved)")
    return _("within %(share)s of the best possible (proved)") % {"share": f"{run.gap_share:.0%}"}


def exceptions(run: Any, names: Names) -> list[str]:
    """Classes that take more of a department than its share, because the people cannot be split further."""
    told = run.answer.get("unavoidable", ()) if run is not None else ()
    return [
        _("%(session)s takes %(heads)s people of %(department)s at once; the share is %(limit)s.")
        % {
            "session": names.session(each["session"]),
            "heads": each["heads"],
            "department": names.department(each["department"]),
            "limit": each["limit"],
        }
        for each in told
    ]


def session_facts(session: Any) -> list[tuple[str, object]]:
    """What the page of a session says."""
    told = {
        _("Course"): title_of(session),
        _("Meetings"): lists.when(session),
        _("Instructor"): _thing(session.instructor),
        _("Room"): _thing(session.room),
        _("People"): session.n_people,
        _("Law asks by"): wording.day(session.deadline_on) if session.deadline_on else "",
        _("Pinned"): lists.pins_of(session),
        _("Reason"): session.pin_reason,
        _("Version of its calendar entry"): session.sequence,
    }
    if session.closed_on:
        told |= {_("Attended"): session.attended, _("Cost in fact (NT$)"): session.actual_cost}
    if session.cancel_reason:
        told |= {_("Why it is cancelled"): session.cancel_reason}
    return list(told.items())


def _thing(thing: Any) -> str:
    return f"{thing.code} {wording.in_words(thing.name, thing.name_en)}" if thing else ""


def change_rows(run: Any, names: Names) -> list[ChangeRow]:
    """What a mended plan changes, in the order of the sessions."""
    ids = {queries.code_of(row): row.pk for row in queries.sessions(run.scenario_id)}
    starts = {kind.code: kind.starts_minute for kind in queries.slot_kinds()}
    return [
        ChangeRow(
            each["session"],
            names.sessions.get(each["session"], ""),
            reverse("plan:session", args=[ids[each["session"]]]) if each["session"] in ids else "",
            "、".join(_change_kind(kind) for kind in each["kinds"]),
            _given(each["before"], names, starts),
            _given(each["after"], names, starts),
            each["people"],
        )
        for each in run.answer.get("changes", ())
    ]


def _change_kind(kind: str) -> str:
    words = {
        "time": _("time"),
        "instructor": _("instructor"),
        "room": _("room"),
        "new": _("first date"),
        "cancelled": _("cancelled"),
    }
    return words[kind]


def _given(told: Mapping[str, Any] | None, names: Names, starts: Mapping[str, int]) -> str:
    if told is None:
        return "—"
    parts = ["、".join(slot_words(code, starts) for code in told["slots"])]
    parts += [names.resource(code) for code in (*told["instructors"], told["room"]) if code]
    return "；".join(parts)


def slot_words(code: str, starts: Mapping[str, int]) -> str:
    """A slot by its code: day, weekday, beginning."""
    told, _slash, kind = code.partition("/")
    on = parse_date(told)
    if on is None:
        return code
    midnight = timezone.make_aware(datetime.combine(on, time()))
    return wording.moment(midnight + timedelta(minutes=starts.get(kind, 0)))


def run_facts(run: Any) -> list[tuple[str, object]]:
    """The certificate of a run: enough to compute its answer again."""
    took = (run.finished_at - run.started_at).total_seconds() if run.finished_at else None
    limit = run.time_limit_seconds
    return [
        (_("Cost of the wishes missed"), "" if run.objective is None else run.objective),
        (_("Least cost possible"), "" if run.bound is None else run.bound),
        (_("Proof"), proof(run)),
        (_("Checked independently"), _("Yes") if run.is_verified else _("No")),
        (_("Sessions"), run.answer.get("n_sessions", "")),
        (_("Left without a date"), "、".join(run.answer.get("without", ()))),
        (_("Fingerprint of the data (SHA-256)"), run.problem_sha256),
        (_("Seed"), run.seed),
        (_("Method"), method_words(run.answer.get("method", ""))),
        (_("Work limit"), run.answer.get("work", "") or (f"{limit} s" if limit else "")),
        (_("Versions"), version_words(run.versions)),
        (_("Started"), wording.moment(run.started_at)),
        (_("Took (seconds)"), "" if took is None else f"{took:.0f}"),
        (_("Started by"), run.started_by),
    ]


def n_told(run: Any) -> int:
    """People who have to be told again."""
    return sum(each["people"] for each in run.answer.get("changes", ()))
