"""The first slides: the year in six figures, its goals, the gaps behind it, and the courses."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from espalier.cycle.plan.briefing.slides.fitting import fitted, shortened, titled
from espalier.cycle.plan.briefing.story import Story, nt, percent
from espalier.engines.documents.cells import Align, Cell, Column, Number
from espalier.engines.documents.deck.types import (
    Chart,
    ChartKind,
    Points,
    Series,
    Slide,
    key_figures,
    points,
)
from espalier.engines.documents.tree import table
from espalier.kit.outputs.book import Entry

MOST_GOALS, MOST_COMPETENCIES, MOST_COURSES = 6, 8, 10
LONGEST_GOAL, LONGEST_NAME = 60, 24


def key_figures_slide(story: Story) -> Slide:
    """Gap closed, proof, spend, duties, seats, hours: as on the planner's page."""
    told = {"year": story.year, "cost": nt(story.sums["cost"]), "n": f"{story.sums['seats']:,}"}
    return Slide(
        titled(_("%(year)s in six figures: %(cost)s for %(n)s seats") % told),
        (key_figures([(label, value, source) for label, value, source in story.headline]),),
        source=story.source(
            _("lines of the plan and the planner's run"), story.figures["n_people"]
        ),
        notes="\n".join(
            [
                *story.texts("summary"),
                _(
                    "Every figure is the one of the plan document and of the planner's page; the proof says "
                    "how far any other plan with the same money could be ahead."
                ),
            ]
        ),
    )


def goals_slide(story: Story) -> Slide:
    """Which goals the plan works for, and what will show it."""
    goals = story.content["goals"]
    source = story.source(_("confirmed strategy goals"), len(goals))
    notes = _(
        "Name the goal first, then the course that serves it. What is measured is decided before "
        "the year begins."
    )
    if not goals:
        told = story.texts("summary") or [_("No strategy goal is confirmed yet.")]
        return Slide(_("What the year is to reach"), (points(*told),), source=source, notes=notes)

    def draw(rows: Sequence[Entry]) -> Slide:
        return Slide(
            titled(_("%(n)s goals the plan works for, each with its measure") % {"n": len(goals)}),
            (
                table(
                    [_("Goal"), _("Measure"), _("Baseline"), _("Target"), _("Due on")],
                    [_goal(story, row) for row in rows],
                    columns=(
                        Column(5),
                        Column(3.4),
                        Column(1.2, Align.END),
                        Column(1.5, Align.END),
                        Column(1.6),
                    ),
                    caption=_("Strategy goals and their measures"),
                ),
            ),
            source=source,
            notes=notes,
        )

    return fitted(goals[:MOST_GOALS], draw)


def _goal(story: Story, row: Entry) -> list[Cell | str | Number]:
    unit = story.word(row, "unit")
    return [
        shortened(
            f"{row['code']} {story.word(row, 'text')}", LONGEST_GOAL * (2 if story.english else 1)
        ),
        shortened(story.word(row, "measure"), LONGEST_NAME * (3 if story.english else 1)),
        Number(row["baseline"], decimals=_places(row["baseline"])),
        Number(row["target"], decimals=_places(row["target"]), unit=unit),
        story.day(row["due_on"]),
    ]


def _places(value: float | None) -> int:
    return 0 if value is None or value == int(value) else 1


def gaps_slide(story: Story) -> Slide:
    """Which competencies the plan raises most, and what became of the units' requests."""
    rows = story.top_competencies(MOST_COMPETENCIES)
    source = story.source(_("ratings and required levels"), story.figures["n_people"])
    notes = _(
        "Levels known today were compared with the levels required at the end of the year, with "
        "hires, leavers and promotions. A gap counts more where the position needs it more."
    )
    if not rows:
        text = _("No line closes a measured gap.")
        return Slide(_("Which gaps the plan closes"), (points(text),), source=source, notes=notes)
    name, share, _n_people = rows[0]
    told = {
        "name": shortened(name, 16 if not story.english else 26),
        "share": percent(share),
    }
    chart = Chart(
        ChartKind.BAR,
        tuple(shortened(each[0], LONGEST_NAME) for each in rows),
        (Series(_("Share of the gaps closed"), tuple(each[1] for each in rows)),),
        _("Bars of the %(n)s competencies with the largest part in the gaps closed.")
        % {"n": len(rows)},
        value_title=_("Share of the gaps closed"),
        number_format="0.0%",
    )
    return Slide(
        titled(_("Most is gained in %(name)s: %(share)s") % told),
        (chart, Points(tuple(_why(story)), _("Why these courses"))),
        source=source,
        notes=notes,
    )


def _why(story: Story) -> list[str]:
    asked = story.content["requests"]
    proof = story.figures["proof"]
    told = []
    if proof and proof["n_legal"]:
        told.append(_("Duties by law are planned before anything else is weighed."))
    if proof and proof["weight_gaps"] and proof["gaps_closed"] is not None:
        share = percent(proof["gaps_closed"] / proof["weight_gaps"])
        told.append(
            _("%(share)s of the weighted gaps are closed by the run behind the plan.")
            % {"share": share}
        )
    if asked["n"]:
        text = _("%(a)s of %(b)s accepted requests of the units stand in the plan.")
        told.append(text % {"a": asked["n_planned"], "b": asked["n"]})
    told.append(
        _(
            "No unit falls behind: each closes at least %(share)s of what the company closes on average."
        )
        % {"share": percent(story.content["scenario"]["fair_permille"] / 1000, 0)}
    )
    n_out = len(story.content["left_out"])
    if n_out:
        told.append(_("What is not in the plan has its reason in the document, too."))
    return told


def categories_slide(story: Story) -> Slide:
    """Courses, sessions, seats, hours and money by category."""
    sums, groups = story.sums, story.categories
    told = {"n": sums["n_lines"], "m": sums["sessions"], "k": len(groups)}
    return Slide(
        titled(_("%(n)s courses in %(m)s sessions, in %(k)s categories") % told),
        (
            table(
                [
                    _("Category"),
                    _("Courses"),
                    _("Sessions"),
                    _("Seats"),
                    _("Learning hours"),
                    _("Direct cost (NT$)"),
                    _("Grants (NT$)"),
                ],
                _category_rows(story),
                columns=(Column(2.4), *(Column(1.4, Align.END) for _at in range(6))),
                caption=_("Courses by category"),
                row_headers=1,
            ),
        ),
        source=story.source(_("lines of the plan"), len(story.lines)),
        notes=_(
            "Duties by law come first and are no choice. The other categories compete for the same "
            "money, and the planner weighed them against each other."
        ),
    )


def _category_rows(story: Story) -> list[list[Cell | str | Number]]:
    """One row a category, and their total as the planner's page adds it up."""
    sums, groups = story.sums, story.categories
    rows: list[list[Cell | str | Number]] = [
        [
            each.name,
            Number(each.n_lines),
            Number(each.n_sessions),
            Number(each.n_seats),
            Number(each.minutes / 60, decimals=0),
            Number(each.cost),
            Number(each.grants),
        ]
        for each in groups
    ]
    total = (
        sums["n_lines"],
        sums["sessions"],
        sums["seats"],
        sum(g.minutes for g in groups) / 60,
        sums["cost"],
        sums["grants"],
    )
    rows.append(
        [
            Cell(_("Total"), bold=True),
            *(Cell(Number(value, decimals=0), bold=True) for value in total),
        ]
    )
    return rows


def courses_slide(story: Story) -> Slide:
    """The courses that close most."""
    rows = story.largest_lines()[:MOST_COURSES]
    source = story.source(_("lines of the plan"), len(story.lines))
    notes = _(
        "All courses with the reason of each stand in the plan document; this slide shows those "
        "that close most."
    )
    if not rows:
        text = _("The scenario has no line.")
        return Slide(_("The courses of the year"), (points(text),), source=source, notes=notes)

    def draw(shown: Sequence[Entry]) -> Slide:
        told = {"n": len(shown), "m": len(story.lines)}
        return Slide(
            titled(_("The %(n)s of %(m)s courses that close most") % told),
            (
                table(
                    [
                        _("No."),
                        _("Course"),
                        _("Category"),
                        _("Seats"),
                        _("Sessions"),
                        _("Hours"),
                        _("Direct cost (NT$)"),
                    ],
                    [_course(story, row) for row in shown],
                    columns=(
                        Column(1.3),
                        Column(4.6),
                        Column(1.3),
                        Column(1, Align.END),
                        Column(1, Align.END),
                        Column(1, Align.END),
                        Column(1.5, Align.END),
                    ),
                    caption=_("Courses that close most"),
                    row_headers=1,
                ),
            ),
            source=source,
            notes=notes,
        )

    return fitted(rows, draw)


def _course(story: Story, row: Entry) -> list[Cell | str | Number]:
    return [
        row["number"],
        shortened(story.course(row), LONGEST_GOAL),
        story.word(row, "category_word"),
        Number(row["headcount"]),
        Number(row["sessions"]),
        Number(row["minutes"] / 60, decimals=1),
        Number(row["cost"]),
    ]
