"""What the pages of the plan show: figures with their sources, the frontier, comparisons, reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from espalier.cycle.plan.annual_plan import charts, lists, queries, rules, wording
from espalier.cycle.plan.annual_plan.checking import Standing
from espalier.cycle.plan.annual_plan.models import Line, Pin, PlanChange, Run, Scenario
from espalier.cycle.plan.annual_plan.types import MonthRow, Planned, Totals
from espalier.cycle.plan.annual_plan.wording import LINE_LABELS, nt
from espalier.cycle.plan.certificates import method_words, version_words
from espalier.engines.documents.chart_specs import Spec

STEP = 100_000  # NT$: what "the next hundred thousand" closes


@dataclass(frozen=True, slots=True)
class Headline:
    """One number of the strip: how it is written, where it comes from, and whether it is proved."""

    label: str
    value: str | None
    source: str
    href: str = ""
    unit: str = ""
    note: str = ""
    is_proved: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    spec: Spec
    title: str
    alt: str
    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the next NT$100,000 closes: by the price (at most), and by solving again (exact). Shares 0–1."""

    by_price: float | None
    exact: float | None

    @property
    def exact_words(self) -> str:
        return "" if self.exact is None else f"{self.exact:.2%}"

    @property
    def price_words(self) -> str:
        return "" if self.by_price is None else f"{self.by_price:.2%}"


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One scenario in the table of a year; ``other`` is the next one, to compare with while none is chosen."""

    scenario: Scenario
    closed: str
    proof: str
    other: int | None


@dataclass(frozen=True, slots=True)
class PinRow:
    """One pin in words."""

    pin: Pin
    words: str


@dataclass(frozen=True, slots=True)
class RunRow:
    run: Run
    distance: str


def is_current(run: Run | None, scenario: Scenario) -> bool:
    """Whether the lines are the run's answer, untouched since."""
    return run is not None and run.is_applied and run.scenario_revision == scenario.revision


def headline(scenario: Scenario, run: Run | None, standing: Standing | None) -> list[Headline]:
    """The strip of the planner's page. ``standing`` is given where somebody edited since the planner answered."""
    sums = queries.totals(scenario.pk)
    proved = is_current(run, scenario)
    answer = run.answer if run is not None and proved else {}
    n_people = answer.get("n_people") or (standing.n_people if standing else 0)
    return [
        *_proved_figures(scenario, run, standing, answer),
        *_summed_figures(scenario, sums, n_people),
    ]


def _proved_figures(
    scenario: Scenario, run: Run | None, standing: Standing | None, answer: Mapping[str, Any]
) -> list[Headline]:
    """What the planner's answer says, and what is known of the lines where somebody edited since."""
    proved = is_current(run, scenario)
    closed = _closed_share(answer, standing)
    taken = _taken_on(run, proved, standing)
    return [
        Headline(
            _("Gap closed"),
            None if closed is None else f"{closed:.1%}",
            _("weight of the gaps closed ÷ of all gaps known, %(day)s") % {"day": taken},
            href=reverse("plan:people", args=[scenario.pk]),
            is_proved=proved,
        ),
        Headline(
            _("From the best possible"),
            _distance(run, proved),
            _proof(run, proved),
            href=reverse("plan:run", args=[run.pk]) if run else "",
            is_proved=proved and run is not None and run.is_verified,
        ),
        Headline(
            _("Duties by law planned"),
            _legal(*_duties(answer, standing)),
            _("duties that fall due in the year"),
            href=f"{reverse('plan:planner_of', args=[scenario.pk])}?category=legal",
            is_proved=proved,
        ),
    ]


def _duties(answer: Mapping[str, Any], standing: Standing | None) -> tuple[int | None, int | None]:
    """Duties by law of the year, and how many of them are not planned."""
    if answer:
        return answer.get("n_legal"), (answer.get("worth") or {}).get("legal_missing")
    return (standing.n_legal, standing.worth.legal_missing) if standing else (None, None)


def _summed_figures(scenario: Scenario, sums: Totals, n_people: int) -> list[Headline]:
    """What the lines add up to."""
    lines_url = "#plan-lines"
    return [
        Headline(
            _("Spend"),
            nt(sums.cost),
            _("sum of the lines; budget %(budget)s") % {"budget": nt(scenario.budget)},
            href=lines_url,
            note=_("grants %(amount)s") % {"amount": nt(sums.grants)} if sums.grants else "",
        ),
        Headline(
            _("Seats"),
            f"{sums.seats:,}",
            _("people in %(n)s sessions of %(m)s lines") % {"n": sums.sessions, "m": sums.n_lines},
            href=lines_url,
        ),
        Headline(
            _("Hours per person"),
            f"{sums.minutes / 60 / n_people:.1f}" if n_people else None,
            _("learning hours ÷ %(n)s people") % {"n": n_people},
            href=reverse("plan:people", args=[scenario.pk]),
        ),
    ]


def _closed_share(answer: Mapping[str, Any], standing: Standing | None) -> float | None:
    if standing is not None:
        return standing.closed_share
    closed, total = answer.get("gaps_closed"), answer.get("weight_gaps")
    return closed / total if closed is not None and total else None


def _taken_on(run: Run | None, proved: bool, standing: Standing | None) -> str:
    if standing is not None:
        return formats.date_format(standing.taken_on, "SHORT_DATE_FORMAT")
    day = run.answer.get("taken_on", "") if run is not None and proved else ""
    return day.replace("-", "/")


def _proof(run: Run | None, proved: bool) -> str:
    if run is None or not proved or run.gap_share is None or not run.is_verified:
        return _("not proved")
    if run.gap_share <= 0.0001:
        return _("the best possible (proved)")
    return _("within %(share)s of the best possible (proved)") % {"share": f"{run.gap_share:.2%}"}


def _distance(run: Run | None, proved: bool) -> str | None:
    """How far the plan may be from the best there is; None where nothing is proven."""
    if run is None or not proved or run.gap_share is None or not run.is_verified:
        return None
    return f"≤ {run.gap_share:.2%}" if run.gap_share > 0 else "0%"


def _legal(n: int | None, missing: int | None) -> str | None:
    if n is None or missing is None:
        return None
    if n == 0:
        return _("none falls due")
    return f"{(n - missing) / n:.0%} ({n - missing}/{n})"


def frontier_chart(run: Run | None, scenario: Scenario) -> Chart | None:
    """The curve of the last frontier; None before it was computed."""
    points = solved_points(run)
    if not points:
        return None
    assert run is not None
    total = run.answer["weight_total"] or 1
    told = [
        {
            "budget": p["budget"],
            "closed": p["closed"] / total,
            "bound": None if p["bound"] is None else p["bound"] / total,
        }
        for p in points
    ]
    dots = [
        {"name": dot_name(dot["key"]), "cost": dot["cost"], "closed": dot["closed"] / total}
        for dot in run.answer.get("dots", ())
    ]
    spec = charts.frontier(
        told,
        dots,
        budget=scenario.budget,
        series=(_("Gap closed"), _("at most possible (proved)")),
        x_title=_("Budget (NT$)"),
        y_title=_("Share of all gaps and requests"),
        now=_("this scenario"),
    )
    rows = [
        (nt(p["budget"]), f"{p['closed']:.1%}", "–" if p["bound"] is None else f"{p['bound']:.1%}")
        for p in told
    ]
    rows += [(f"{d['name']}（{nt(d['cost'])}）", f"{d['closed']:.1%}", "–") for d in dots]
    first, last = told[0], told[-1]
    alt = _("From %(a)s to %(b)s the plan closes %(c)s to %(d)s of all gaps.") % {
        "a": nt(first["budget"]),
        "b": nt(last["budget"]),
        "c": f"{first['closed']:.0%}",
        "d": f"{last['closed']:.0%}",
    }
    head = (_("Budget"), _("Gap closed"), _("at most possible (proved)"))
    return Chart(spec, _("What a budget closes"), alt, head, tuple(rows))


def solved_points(run: Run | None) -> list[dict[str, Any]]:
    """Budgets of a frontier for which there is a plan, the smallest first."""
    points = run.answer.get("points", []) if run is not None else []
    return sorted((p for p in points if p["closed"] is not None), key=lambda p: p["budget"])


def dot_name(key: str) -> str:
    names = {
        "adaptive_greedy": _("adaptive greedy"),
        "gap_per_money": _("spreadsheet, gap per NT$"),
        "needs_list": _("needs list"),
        "total_gap": _("largest gap first"),
        "last_year": _("last year's plan"),
    }
    return names.get(key, key)


def at_budget(run: Run | None, budget: int) -> dict[str, Any] | None:
    """What a budget closes, read off the curve between its two neighbours; None outside of it.

    Between two solved budgets the line is a promise: the cheaper plan is always there, the rest is interpolated.
    """
    points = solved_points(run)
    if run is None or not points or not points[0]["budget"] <= budget <= points[-1]["budget"]:
        return None
    total = run.answer["weight_total"] or 1
    low = max((p for p in points if p["budget"] <= budget), key=lambda p: p["budget"])
    high = min((p for p in points if p["budget"] >= budget), key=lambda p: p["budget"])
    width = high["budget"] - low["budget"]
    part = (budget - low["budget"]) / width if width else 0.0
    closed = low["closed"] + part * (high["closed"] - low["closed"])
    slope = (high["closed"] - low["closed"]) / width * STEP if width else None
    return {
        "budget": budget,
        "closed": f"{closed / total:.1%}",
        "bound": None if high["bound"] is None else f"{high['bound'] / total:.1%}",
        "slope": None if slope is None else f"{slope / total:.2%}",
        "is_solved": not width,
    }


def next_step(frontier: Run | None, run: Run | None) -> NextStep | None:
    """The value of the next NT$100,000, both ways; None where neither is known."""
    by_price = exact = None
    total = (run.answer.get("weight_total") if run else 0) or 0
    if run is not None and total and (price := run.answer.get("budget_price")):
        by_price = price[0] * STEP / price[1] / total
    told = frontier.answer.get("next") if frontier is not None else None
    if told and frontier is not None and frontier.answer.get("weight_total"):
        exact = told["gain"] / frontier.answer["weight_total"]
    return None if by_price is None and exact is None else NextStep(by_price, exact)


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One module in two scenarios: sessions and people on either side; None where it is not in."""

    title: str
    code: str
    left: Line | None
    right: Line | None

    @property
    def differs(self) -> bool:
        return self._told(self.left) != self._told(self.right)

    @staticmethod
    def _told(line: Line | None) -> tuple[int, int, int] | None:
        return None if line is None else (line.sessions, line.headcount, line.cost)


def compared(left: Scenario, right: Scenario) -> list[ComparedLine]:
    """Every module that stands in either, those that differ first. Queries: twice those of the table."""
    sides = [{line.module_id: line for line in queries.lines(s.pk)} for s in (left, right)]
    found = []
    for pk in {**sides[0], **sides[1]}:
        one, other = sides[0].get(pk), sides[1].get(pk)
        some: Any = one or other
        found.append(ComparedLine(lists.title_of(some), some.module.code, one, other))
    return sorted(found, key=lambda row: (not row.differs, row.code))


def compared_figures(left: Scenario, right: Scenario) -> list[tuple[str, str, str]]:
    """The figures of two scenarios side by side."""
    runs = [queries.applied_run(s.pk) for s in (left, right)]
    sides = [
        {h.label: h for h in headline(s, run, None)}
        for s, run in zip((left, right), runs, strict=True)
    ]
    limits = [
        (_("Budget"), nt(left.budget), nt(right.budget)),
        (
            _("Hours per person allowed"),
            wording.hours(left.minutes_per_person),
            wording.hours(right.minutes_per_person),
        ),
    ]
    return limits + [
        (label, sides[0][label].value or "–", sides[1][label].value or "–") for label in sides[0]
    ]


def change_rows(change: PlanChange) -> list[tuple[str, str, str]]:
    """Field by field what a change asks: label, before, after."""
    labels = {**LINE_LABELS, "headcount": _("People")}
    return [
        (str(labels.get(name, name)), _text(change.before.get(name)), _text(value))
        for name, value in change.after.items()
    ]


def _text(value: object) -> str:
    if value is None or value == "":
        return "—"
    return f"{value:,}" if isinstance(value, int) else str(value)


def month_name(month: int) -> str:
    if month == 0:
        return _("no date yet")
    return _("the year") if month == 13 else _("month %(n)s") % {"n": month}


def achievement_chart(rows: Sequence[MonthRow], year: int) -> Chart:
    """Sessions planned and carried out month by month, with the rate."""
    months = [row for row in rows if row.month != 13]
    spec = charts.achievement(
        [(month_name(row.month), row.planned, row.done) for row in months],
        words=(pgettext("achievement", "planned"), _("carried out")),
        x_title="",
        y_title=_("Sessions"),
    )
    table = tuple((month_name(r.month), r.planned, r.done, rate_words(r.rate)) for r in rows)
    whole = rows[-1]
    alt = _("Of %(planned)s planned sessions %(done)s were carried out.") % {
        "planned": whole.planned,
        "done": whole.done,
    }
    head = (_("Month"), pgettext("achievement", "planned"), _("carried out"), _("Achievement"))
    title = _("Sessions planned and carried out in %(year)s") % {"year": year}
    return Chart(spec, title, alt, head, table)


def rate_words(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.0%}"


def achieved(scenario_id: int) -> list[MonthRow]:
    sessions: list[Planned] = queries.planned_sessions(scenario_id)
    return rules.achievement(sessions)


def run_facts(run: Run) -> list[tuple[str, object]]:
    """The certificate of a run: enough to compute its answer again."""
    total = run.answer.get("weight_total") or 0

    def share(weight: int | None) -> str:
        if weight is None:
            return ""
        return f"{weight:,}" + (f" ({weight / total:.2%})" if total else "")

    took = (run.finished_at - run.started_at).total_seconds() if run.finished_at else None
    return [
        (_("State of the run"), wording.RUN_STATES.get(run.status, run.status)),
        (_("Gaps and requests closed (weight)"), share(run.objective)),
        (_("At most possible (weight)"), share(run.bound)),
        (_("Distance"), "" if run.gap_share is None else f"{run.gap_share:.3%}"),
        (_("Checked independently"), _("Yes") if run.is_verified else _("No")),
        (_("Fingerprint of the data (SHA-256)"), run.problem_sha256),
        (_("Seed"), run.seed),
        (_("Method"), method_words(run.answer.get("method", ""))),
        (_("Versions"), version_words(run.versions)),
        (_("People and pairs"), _pairs(run)),
        (_("Started"), _moment(run.started_at)),
        (_("Took (seconds)"), "" if took is None else f"{took:.0f}"),
        (_("Started by"), run.started_by),
    ]


def _pairs(run: Run) -> str:
    n_people, n_pairs = run.answer.get("n_people"), run.answer.get("n_pairs")
    return "" if n_people is None else f"{n_people:,} · {n_pairs:,}"


def _moment(at: Any) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def scenario_rows(plan_id: int) -> list[ScenarioRow]:
    """The scenarios of a year with what they reach. One query and one a scenario."""
    rows = list(queries.scenarios(plan_id))
    found = []
    for i, scenario in enumerate(rows):
        run = queries.applied_run(scenario.pk)
        proved = is_current(run, scenario)
        share = _closed_share(run.answer, None) if run is not None and proved else None
        other = rows[(i + 1) % len(rows)].pk if len(rows) > 1 else None
        closed = "–" if share is None else f"{share:.1%}"
        found.append(ScenarioRow(scenario, closed, _proof(run, proved), other))
    return found


def pin_rows(scenario_id: int) -> list[PinRow]:
    """What is settled, in words. One query."""
    return [PinRow(pin, pin_words(pin)) for pin in queries.pins(scenario_id)]


def pin_words(pin: Pin) -> str:
    low, high = pin.sessions_min, pin.sessions_max
    if pin.employee_id is not None:
        return _("stays out") if pin.is_ban else _("must be in")
    if pin.is_ban or high == 0:
        return _("the module stays out")
    if low is not None and high is not None:
        return _("%(low)s to %(high)s sessions") % {"low": low, "high": high}
    if low is not None:
        return _("at least %(n)s sessions") % {"n": low}
    return _("at most %(n)s sessions") % {"n": high}


def run_rows(scenario_id: int) -> list[RunRow]:
    """The newest runs of a scenario. One query."""
    return [
        RunRow(run, "" if run.gap_share is None else f"{run.gap_share:.2%}")
        for run in queries.runs(scenario_id)[:20]
    ]


def waits_for_word(run: Run | None) -> bool:
    """A checked answer that was not taken over, because somebody changed the scenario meanwhile."""
    return run is not None and run.is_verified and not run.is_applied


def budget_range(frontier: Run | None) -> tuple[int, int] | None:
    """The smallest and the largest budget of the curve."""
    points = solved_points(frontier)
    return (points[0]["budget"], points[-1]["budget"]) if len(points) > 1 else None
