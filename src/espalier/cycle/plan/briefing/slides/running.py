"""The slides about carrying it out: dates, duties by law, assessment, load and risks."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from espalier.cycle.plan.briefing.slides.fitting import fitted, shortened, titled
from espalier.cycle.plan.briefing.story import Story, percent, place_in_year
from espalier.cycle.plan.methods import queries as methods
from espalier.engines.documents.cells import Align, Column, Content, Number
from espalier.engines.documents.deck.paging import TIMELINE_BARS
from espalier.engines.documents.deck.types import (
    Bar,
    Chart,
    ChartKind,
    Points,
    Series,
    Slide,
    Timeline,
    points,
)
from espalier.engines.documents.tree import table
from espalier.kit.outputs.book import Entry

LONGEST_COURSE, MOST_DUTIES, MOST_RISKS = 40, 10, 5


def timeline_slide(story: Story) -> Slide:
    """From when to when each course runs."""
    rows = story.dated_lines[:TIMELINE_BARS]
    sessions = sum(len(line["dated"]) for line, _first, _last in story.dated_lines)
    source = story.source(_("timetable of the plan"), sessions)
    notes = _(
        "Prerequisites come first with working days between; holidays, closed days and peak "
        "seasons of the units are left free."
    )
    if not rows:
        texts = [_("No session has a date yet; the months wished stand in the plan document.")]
        texts += [_("%(n)s lines wait for the timetable.") % {"n": len(story.undated)}] * bool(
            story.undated
        )
        return Slide(_("When the courses run"), (points(*texts),), source=source, notes=notes)
    rows = sorted(rows, key=lambda each: (each[1], each[0]["number"]))
    bars = tuple(
        Bar(
            shortened(story.course(line), LONGEST_COURSE // (1 if story.english else 2)),
            place_in_year(first),
            place_in_year(last, end=True),
        )
        for line, first, last in rows
    )
    alt = _("Each course with the days from its first to its last session over the twelve months.")
    told = {"n": len(rows), "m": len(story.lines)}
    title = _("The year at a glance: %(n)s of %(m)s courses with the most people") % told
    if len(rows) == len(story.lines):
        title = _("The year at a glance: %(n)s courses") % told
    return Slide(titled(title), (Timeline(bars, alt),), source=source, notes=notes)


def legal_slide(story: Story) -> Slide:
    """Duties by law that fall due, and by which courses they are met."""
    proof, rows = story.figures["proof"], story.legal_lines
    n_due = int(proof["n_legal"] or 0) if proof else 0
    source = story.source(_("register of norms and completions"), n_due)
    notes = _(
        "A duty left open is a breach of law and not a matter of priorities. The document names "
        "the courses, the days they are due and their sessions."
    )
    title = _("Duties by law that fall due in the year")
    if n_due and proof:
        planned = n_due - (proof["legal_missing"] or 0)
        title = _("%(a)s of %(b)s duties by law that fall due are planned") % {
            "a": f"{planned:,}",
            "b": f"{n_due:,}",
        }
    if not rows:
        text = _("No line of the plan is there because of a duty by law.")
        return Slide(titled(title), (points(text),), source=source, notes=notes)

    def draw(shown: Sequence[tuple[Entry, int]]) -> Slide:
        return Slide(
            titled(title),
            (
                table(
                    [_("Course"), _("People with a duty"), _("Sessions"), _("First day due")],
                    [_duty(story, line, n) for line, n in shown],
                    columns=(
                        Column(5),
                        Column(1.6, Align.END),
                        Column(1.2, Align.END),
                        Column(1.8),
                    ),
                    caption=_("Courses that meet duties by law"),
                    row_headers=1,
                ),
            ),
            source=source,
            notes=notes,
        )

    return fitted(rows[:MOST_DUTIES], draw)


def _duty(story: Story, line: Entry, n: int) -> list[Content]:
    due = min((s["deadline"] for s in line["dated"] if s["deadline"]), default="")
    course = shortened(story.course(line), 2 * LONGEST_COURSE)
    return [course, Number(n), Number(line["sessions"]), story.day(due)]


def assessment_slide(story: Story) -> Slide:
    """With which kinds of instruments the courses are assessed, and which are without."""
    found = story.assessed
    source = story.source(_("assessment of modules and decisions on methods"), len(found))
    notes = _(
        "What is assessed, how, when and what is a pass was decided before the courses begin, so "
        "that results can be compared with the gaps of today."
    )
    told = _assessment_points(story)
    n_assessed = len(story.lines) - len(story.unassessed)
    title = titled(
        _("%(a)s of %(b)s courses say how learning will be shown")
        % {"a": n_assessed, "b": len(story.lines)}
    )
    if not found:
        return Slide(title, (points(*told),), source=source, notes=notes)
    words = methods.instrument_words()
    counted = Counter(each["instrument"] for _line, each in found)
    kinds = sorted(counted, key=lambda key: (-counted[key], key))
    chart = Chart(
        ChartKind.BAR,
        tuple(str(words.get(key, key)) for key in kinds),
        (Series(_("Assessments"), tuple(float(counted[key]) for key in kinds)),),
        _("Bars of how many assessments use each kind of instrument."),
        value_title=_("Assessments"),
    )
    return Slide(
        title, (chart, Points(tuple(told), _("How it was decided"))), source=source, notes=notes
    )


def _assessment_points(story: Story) -> list[str]:
    decisions = [row for row in story.content["decisions"] if row["chosen"]]
    levels = Counter(each["evaluation_level"] for _line, each in story.assessed)
    told = [
        _("Level %(level)s: %(n)s assessments") % {"level": level, "n": levels[level]}
        for level in sorted(levels)
    ]
    told += [
        f"{shortened(story.word(row, 'title'), 2 * LONGEST_COURSE)}：{story.word(row, 'chosen')}"
        for row in decisions[:3]
    ]
    if story.unassessed:
        told.append(
            _("%(n)s courses do not say yet how they are assessed.") % {"n": len(story.unassessed)}
        )
    return told or [_("Nothing was weighed or decided yet.")]


def load_slide(story: Story) -> Slide:
    """How far instructors, rooms and equipment are taken up, and what is done when something goes wrong."""
    shares = story.load_by_month()
    words = {"instructor": _("Instructors"), "room": _("Rooms"), "equipment": _("Equipment")}
    risks = [shortened(text, 120) for text in story.texts("risks")[:MOST_RISKS]]
    beside = Points(tuple(risks or [_("No risk is written down yet.")]), _("Risk and contingency"))
    source = story.source(_("bookings and demand of the resources"), len(story.content["load"]))
    notes = _(
        "A month above 100 % means that somebody or something is asked for twice; the plan says "
        "who stands in."
    )
    known = [
        (share, kind, month)
        for kind, row in shares.items()
        for month, share in enumerate(row, 1)
        if share is not None
    ]
    if not known:
        return Slide(_("Load and risks"), (beside,), source=source, notes=notes)
    share, kind, month = max(known, key=lambda each: (each[0], -each[2]))
    chart = Chart(
        ChartKind.LINE,
        tuple(str(month) for month in range(1, 13)),
        tuple(Series(words[each], tuple(row)) for each, row in shares.items()),
        _("How much of the open hours of instructors, rooms and equipment is taken in each month."),
        value_title=_("Share of the open hours taken"),
        number_format="0%",
    )
    told = {"kind": words[kind], "month": month, "share": percent(share, 0)}
    title = _("Tightest in month %(month)s: %(kind)s taken to %(share)s") % told
    return Slide(titled(title), (chart, beside), source=source, notes=notes)
