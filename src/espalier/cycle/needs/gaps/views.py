"""P2.3.5 Gaps: the page. Read the address, ask once, draw."""

from typing import Literal
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.needs.gaps import queries
from espalier.cycle.needs.gaps.drawing import export_rows, heat_map
from espalier.cycle.needs.gaps.forms import GapForm
from espalier.cycle.needs.gaps.queries import Window
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.people.units import queries as units
from espalier.kit.exports.http import table_response
from espalier.kit.http import SignedInRequest, reads

PEOPLE_PER_PAGE = 40
COLUMNS_PER_PAGE = 30


@reads("needs.view_gap")
def page(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    form = GapForm(
        request.GET,
        units=units.unit_choices(request.scope),
        positions=positions.position_choices(),
        today=today,
    )
    choice = form.choice()
    if (wanted := request.GET.get("export", "")) in {"xlsx", "csv"}:
        fmt: Literal["xlsx", "csv"] = "xlsx" if wanted == "xlsx" else "csv"
        table = queries.gap_table(choice, scope=request.scope, today=today)
        header, rows = export_rows(table, choice)
        title = _("Competency gaps")
        return table_response(columns=header, rows=rows, fmt=fmt, title=title)
    at, column_at = _number(request, "page"), _number(request, "columns")
    table = queries.gap_table(
        choice, scope=request.scope, today=today, window=_window(at, column_at)
    )
    link = _Link(request)
    context = {
        "form": form,
        "choice": choice,
        "table": table,
        "heat": heat_map(table, choice, link),
        "summary": table.summary,
        "all_competencies": link(competency=None),
        "exports": [("XLSX", link(export="xlsx")), ("CSV", link(export="csv"))],
        "people_pages": link.pages("page", at, table.n_asked, PEOPLE_PER_PAGE)
        if choice.view == "person"
        else [],
        "column_pages": link.pages("columns", column_at, table.n_columns, COLUMNS_PER_PAGE),
    }
    return render(request, "needs/gaps/page.html", context)


def _number(request: SignedInRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return max(int(text), 1) if text.isdecimal() and len(text) < 6 else 1


def _window(at: int, column_at: int) -> Window:
    return Window(
        slice((at - 1) * PEOPLE_PER_PAGE, at * PEOPLE_PER_PAGE),
        slice((column_at - 1) * COLUMNS_PER_PAGE, column_at * COLUMNS_PER_PAGE),
    )


class _Link:
    """Addresses of this page with some answers changed."""

    def __init__(self, request: SignedInRequest) -> None:
        self.answers = {key: value for key, value in request.GET.items() if value}
        self.answers.pop("export", None)

    def __call__(self, **changes: object) -> str:
        answers = {k: v for k, v in {**self.answers, **changes}.items() if v not in (None, "")}
        return f"?{urlencode(answers)}"

    def pages(self, name: str, at: int, total: int, size: int) -> list[tuple[str, str, bool]]:
        """(label, address, is this one) of each page; none when one page holds everything."""
        n = -(-total // size)
        if n < 2:
            return []
        near = [p for p in range(1, n + 1) if abs(p - at) <= 3 or p in (1, n)]
        return [
            (f"{(p - 1) * size + 1}–{min(p * size, total)}", self(**{name: p}), p == at)
            for p in near
        ]
