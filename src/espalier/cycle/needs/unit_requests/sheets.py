"""The form of one unit as a workbook: what it asked for already, empty lines with their numbers, its people.

It is a template of the import ``unit_requests``: filled and brought in again, it is the unit's answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from espalier.cycle.needs.unit_requests import imports, queries, rules
from espalier.cycle.needs.unit_requests.models import AskedUnit
from espalier.kit.imports.workbook import SideSheet, template_workbook

EMPTY_LINES = 15


def form_of_unit(asked: AskedUnit, *, on: date) -> bytes:
    """The 年度訓練需求調查表 of one unit, as XLSX."""
    lines = list(_lines(asked))
    offered = imports.drop_downs() | {
        "round": [asked.round.code],
        "unit": [f"{asked.unit.code} {asked.unit.name}"],
    }
    spec = replace(
        imports.REQUESTS,
        title=_("Survey of training requests"),
        records=lambda: lines,
        drop_downs=lambda: offered,
    )
    return template_workbook(spec, beside=(_explained(asked), _people(asked, on)))


def _lines(asked: AskedUnit) -> Iterable[Mapping[str, object]]:
    yield from imports.records_of_unit(asked.round_id, asked.unit_id)
    taken = queries.codes_of_round(asked.round_id)
    for _n in range(EMPTY_LINES):
        code = rules.next_code(asked.unit.code, taken)
        taken.append(code)
        yield {"round": asked.round.code, "code": code, "unit": asked.unit.code}


def _explained(asked: AskedUnit) -> SideSheet:
    """What is asked, until when, and where to turn."""
    found = asked.round
    rows: list[Sequence[object]] = [
        (_("Survey"), f"{found.code} {found.title}"),
        (_("Unit"), f"{asked.unit.code} {asked.unit.name}"),
        (_("Deadline"), formats.date_format(found.deadline, "SHORT_DATE_FORMAT")),
        (_("Contact"), found.contact),
        (_("Instructions"), found.instructions),
        (_("Several people or months"), _("Write them with 、 between them.")),
    ]
    return SideSheet(_("How to fill it"), (_("Item"), _("Content")), rows)


def _people(asked: AskedUnit, on: date) -> SideSheet:
    rows = [(number, name) for _pk, number, name in queries.people_of_unit(asked.unit_id, on)]
    return SideSheet(_("People of the unit"), (_("Employee no."), _("Name")), rows)
