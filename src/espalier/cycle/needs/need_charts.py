"""From figures to charts with their tables, for the pages and for O2.1.1 alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from espalier.cycle.needs import charts
from espalier.cycle.needs.need_words import IPA, LOCUS, label
from espalier.cycle.needs.needs_list.types import Opinion, Opinions
from espalier.engines.documents.chart_specs import Spec

MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Chart:
    """A spec with what is to be seen in words, and the same numbers as a table."""

    spec: Spec
    title: str
    alt: str
    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def opinion_row(row: Opinion, title: str) -> dict[str, Any]:
    """One line of the table of opinions, written."""
    return {
        "id": row.need_id,
        "title": title,
        "importance": f"{row.importance:.2f}",
        "degree": f"{row.degree:.2f}",
        "pni": f"{row.pni:.3f}",
        "pni_rank": row.pni_rank,
        "borich": f"{row.borich:.2f}",
        "borich_rank": row.borich_rank,
        "ipa": label(IPA, row.ipa),
        "locus": label(LOCUS, row.locus),
        "n": row.n,
        "n_missing": row.n_missing,
    }


def ipa_chart(found: Opinions, codes: Mapping[int, str]) -> Chart | None:
    """Importance against performance, cut at the means of all needs; None before anybody rated."""
    rows = [row for row in found.rows if row.need_id in codes]
    if not rows:
        return None
    spec = charts.quadrants(
        [charts.Point(codes[row.need_id], row.degree, row.importance) for row in rows],
        x_title=_("Degree met today (1–5)"),
        y_title=_("Importance (1–5)"),
        lines=(found.degree_line, found.importance_line),
        corners=(
            str(IPA["concentrate_here"]),
            str(IPA["keep_up"]),
            str(IPA["low_priority"]),
            str(IPA["possible_overkill"]),
        ),
    )
    table = tuple(
        (codes[row.need_id], f"{row.degree:.2f}", f"{row.importance:.2f}", label(IPA, row.ipa))
        for row in rows
    )
    first = [codes[row.need_id] for row in rows if row.ipa == "concentrate_here"]
    return Chart(
        spec,
        _("Importance and performance of the needs (IPA)"),
        _("To concentrate on: %(codes)s") % {"codes": ", ".join(first) or "–"},
        (_("Need"), _("Degree met"), _("Importance"), _("Quadrant")),
        table,
    )


def locus_chart(found: Opinions, codes: Mapping[int, str]) -> Chart | None:
    """Discrepancy against importance (Locus for Focus); None before anybody rated."""
    rows = [row for row in found.rows if row.need_id in codes]
    if not rows:
        return None
    spec = charts.quadrants(
        [charts.Point(codes[row.need_id], row.discrepancy, row.importance) for row in rows],
        x_title=_("Discrepancy (importance − degree)"),
        y_title=_("Importance (1–5)"),
        lines=(found.discrepancy_line, found.importance_line),
        corners=(
            str(LOCUS["watch"]),
            str(LOCUS["first_priority"]),
            str(LOCUS["low_priority"]),
            str(LOCUS["second_priority"]),
        ),
    )
    table = tuple(
        (codes[r.need_id], f"{r.discrepancy:.2f}", f"{r.importance:.2f}", label(LOCUS, r.locus))
        for r in rows
    )
    first = [codes[row.need_id] for row in rows if row.locus == "first_priority"]
    return Chart(
        spec,
        _("Discrepancy and importance of the needs (Locus for Focus)"),
        _("First priority: %(codes)s") % {"codes": ", ".join(first) or "–"},
        (_("Need"), _("Discrepancy"), _("Importance"), _("Quadrant")),
        table,
    )


def pareto_chart(rows: Sequence[tuple[str, str, float | None]]) -> Chart | None:
    """Scores of the needs (code, title, score) in their order, with the share of the sum reached."""
    known = [(code, title, score) for code, title, score in rows if score]
    if not known:
        return None
    total = sum(score for _code, _title, score in known)
    reached, table = 0.0, []
    for _code, title, score in known:
        reached += score
        table.append((title, f"{score:.2f}", f"{reached / total:.0%}"))
    half = next(i for i, row in enumerate(table, start=1) if float(row[2].rstrip("%")) >= 50)
    return Chart(
        charts.pareto(
            [(code, score) for code, _title, score in known],
            value_title=_("Score (0–1)"),
            share_title=_("Share of all scores reached"),
        ),
        _("Pareto chart of the needs"),
        _("The first %(n)s needs hold half of all scores.") % {"n": half},
        (_("Need"), _("Score"), _("Share reached")),
        tuple(table),
    )


@dataclass(frozen=True, slots=True)
class GapLine:
    """The measured gap in one competency, with its name in the reader's language."""

    name: str
    required: float
    current: float
    gap_index: float
    n_used: int
    n_people: int


def gap_lines(rows: Sequence[Any]) -> list[GapLine]:
    """Lines from measured gaps (NeedGap rows), widest first, each competency once."""
    english = (get_language() or "").startswith("en")
    widest: dict[int, GapLine] = {}
    for row in sorted(rows, key=lambda each: -(each.gap_index or 0)):
        if row.gap_index is None or row.competency_id in widest:
            continue
        name = (english and row.competency.name_en) or row.competency.name
        widest[row.competency_id] = GapLine(
            name, row.mean_required, row.mean_current, row.gap_index, row.n_used, row.n_people
        )
    return list(widest.values())


def gap_chart(lines: Sequence[GapLine]) -> Chart | None:
    """Required and current level of the competencies with the widest gaps, in the order given."""
    shown = list(lines)[:MOST_BARS]
    if not shown:
        return None
    bars = [
        charts.Bar(line.name, series, value)
        for line in shown
        for series, value in (
            (_("Required level (mean)"), line.required),
            (_("Current level (mean)"), line.current),
        )
    ]
    table = tuple(
        (line.name, f"{line.required:.2f}", f"{line.current:.2f}", f"{line.gap_index:.3f}",
         line.n_used, line.n_people)
        for line in shown
    )  # fmt: skip
    return Chart(
        charts.lying_bars(bars, value_title=_("Level")),
        _("Required and current level, widest gaps first"),
        _("The widest gap is in %(name)s.") % {"name": shown[0].name},
        (_("Competency"), _("Required level (mean)"), _("Current level (mean)"), _("Gap index"),
         _("Rated"), _("Asked")),
        table,
    )  # fmt: skip


def grid_chart(points: Sequence[tuple[str, int, int]]) -> Chart | None:
    """Stakeholders (label, power, interest) on the grid of power and interest, cut in the middle."""
    if not points:
        return None
    fields = (
        _("Keep satisfied"),
        _("Manage closely"),
        _("Monitor"),
        _("Keep informed"),
    )
    spec = charts.quadrants(
        [charts.Point(label_, interest, power) for label_, power, interest in points],
        x_title=_("Interest (1–5)"),
        y_title=_("Power (1–5)"),
        lines=(3, 3),
        corners=fields,
        x_domain=(0.5, 5.9),
        y_domain=(0.5, 5.5),
    )
    table = tuple(
        (label_, power, interest, fields[(0 if power >= 3 else 2) + (1 if interest >= 3 else 0)])
        for label_, power, interest in points
    )
    close = [row[0] for row in table if row[3] == fields[1]]
    return Chart(
        spec,
        _("Power and interest of the stakeholders"),
        _("To be managed closely: %(names)s") % {"names": ", ".join(close) or "–"},
        (_("Stakeholder"), _("Power"), _("Interest"), _("Quadrant")),
        table,
    )
