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
        _("To concentrate on: %(codes)s") % {"codes": "、".join(first) or "–"},
        (_("Need"), _("Degree met"), _("Importance"), _("Field")),
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
        _("First priority: %(codes)s") % {"codes": "、".join(first) or "–"},
        (_("Need"), _("Discrepancy"), _("Importance"), _("Field")),
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


def gap_chart(lines: Sequence[Any]) -> Chart | None:
    """Required and current level of the competencies with the widest gaps (NeedGap rows)."""
    widest: dict[int, Any] = {}
    for line in sorted(lines, key=lambda each: -(each.gap_index or 0)):
        if line.gap_index is not None:
            widest.setdefault(line.competency_id, line)
    shown = list(widest.values())[:MOST_BARS]
    if not shown:
        return None
    english = (get_language() or "").startswith("en")
    names = [(english and line.competency.name_en) or line.competency.name for line in shown]
    bars = [
        charts.Bar(name, series, value)
        for name, line in zip(names, shown, strict=True)
        for series, value in (
            (_("Required level (mean)"), line.mean_required),
            (_("Current level (mean)"), line.mean_current),
        )
    ]
    table = tuple(
        (name, f"{line.mean_required:.2f}", f"{line.mean_current:.2f}", f"{line.gap_index:.3f}",
         line.n_used, line.n_people)
        for name, line in zip(names, shown, strict=True)
    )  # fmt: skip
    return Chart(
        charts.lying_bars(bars, value_title=_("Level")),
        _("Required and current level, widest gaps first"),
        _("The widest gap is in %(name)s.") % {"name": names[0]},
        (_("Competency"), _("Required level (mean)"), _("Current level (mean)"), _("Gap index"),
         _("Rated"), _("Asked")),
        table,
    )  # fmt: skip
