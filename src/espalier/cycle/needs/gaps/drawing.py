"""From figures to the cells of the heat map and the rows of the export."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from espalier.cycle.needs.gaps import rules
from espalier.cycle.needs.gaps.types import (
    CompetencyHead,
    GapChoice,
    GapTable,
    GroupCell,
    GroupRow,
    Measure,
    PersonCell,
    PersonRow,
    View,
)
from espalier.kit.ui.types import Bucket, HeatCell, HeatColumn, HeatMap, HeatRow

Link = Callable[..., str]


def heat_map(table: GapTable, choice: GapChoice, link: Link) -> HeatMap:
    """``link(**changes)`` is the address of this page with some answers changed; None takes one out."""
    columns = [HeatColumn(_("Overall"))]
    columns += [
        HeatColumn(_head_label(head, table), reverse("standards:competency", args=[head.id]))
        for head in table.columns
    ]
    if choice.view is View.PERSON:
        corner, rows = _("Person"), [_person_row(row, table) for row in table.people]
    else:
        corner = _("Unit") if choice.view is View.UNIT else _("Position")
        rows = [_group_row(row, table, choice, link) for row in table.groups]
    caption = _("Gaps by %(rows)s and competency") % {"rows": corner}
    return HeatMap(caption, corner, tuple(columns), tuple(rows))


def _head_label(head: CompetencyHead, table: GapTable) -> str:
    """The name alone, so that columns stay narrow; with its code where two carry one name."""
    names = [each.name for each in table.columns]
    return head.name if names.count(head.name) == 1 else f"{head.name} {head.code}"


def _group_row(row: GroupRow, table: GapTable, choice: GapChoice, link: Link) -> HeatRow:
    label = _("Everybody asked for") if row.is_total else row.label
    closer = {
        "unit": row.unit_id or choice.unit_id,
        "position": row.position_id or choice.position_id,
    }
    href = "" if row.is_total else link(**closer, view=_next_view(row, choice), page=None)
    measure = choice.measure
    cells = [_group_cell(row.overall, measure, "")]
    for head, cell in zip(table.columns, row.cells, strict=True):
        # Looking closer at one figure: the people behind it in this competency.
        to = link(**closer, view="person", competency=head.id, page=None)
        cells.append(_group_cell(cell, measure, "" if cell.hidden else to))
    return HeatRow(label, tuple(cells), href)


def _next_view(row: GroupRow, choice: GapChoice) -> str:
    if choice.view is View.UNIT and row.unit_id != choice.unit_id:
        return "unit"
    return "person"


def _group_cell(cell: GroupCell, measure: Measure, href: str) -> HeatCell:
    if cell.hidden:
        return HeatCell("＊", Bucket.HIDDEN, _("Hidden: fewer people than the minimum"))
    label = _("n = %(n)d, not rated %(missing)d") % {"n": cell.n, "missing": cell.n_missing}
    bucket = Bucket(rules.severity(measure, cell))
    return HeatCell(rules.written(measure, cell), bucket, label, href if cell.n else "")


def _person_row(row: PersonRow, table: GapTable) -> HeatRow:
    cells = [_group_cell(row.overall, Measure.ATTAINMENT, "")]
    # One address a row is resolved; those of its cells differ from it by the last id alone.
    evidence = reverse("people:evidence", args=[row.id, 0]).removesuffix("0/")
    for head, cell in zip(table.columns, row.cells, strict=True):
        href = f"{evidence}{head.id}/" if cell.required is not None else ""
        bucket = Bucket(rules.person_severity(cell))
        cells.append(HeatCell(rules.person_written(cell), bucket, _spoken(cell), href))
    href = reverse("learning_map:route", args=[row.id])
    return HeatRow(f"{row.number} {row.name}", tuple(cells), href)


def _spoken(cell: PersonCell) -> str:
    if cell.required is None:
        return ""
    if cell.current is None:
        return _("Required %(required)g, not rated") % {"required": cell.required}
    return _("Level %(current).1f, required %(required)g") % {
        "current": cell.current,
        "required": cell.required,
    }


def export_rows(table: GapTable, choice: GapChoice) -> tuple[list[str], list[Sequence[object]]]:
    """Header and rows of the table as it is shown; hidden figures stay hidden."""
    names = [f"{head.code} {head.name}" for head in table.columns]
    if choice.view is View.PERSON:
        header = [_("Employee number"), _("Name"), _("Overall"), *names]
        people: list[Sequence[object]] = [
            [
                row.number,
                row.name,
                rules.written(Measure.ATTAINMENT, row.overall),
                *(rules.person_written(cell) for cell in row.cells),
            ]
            for row in table.people
        ]
        return header, people
    groups: list[Sequence[object]] = [
        [
            _("Everybody asked for") if row.is_total else row.label,
            *(rules.written(choice.measure, cell) for cell in (row.overall, *row.cells)),
        ]
        for row in table.groups
    ]
    return [_("Group"), _("Overall"), *names], groups
