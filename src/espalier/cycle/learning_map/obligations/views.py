"""P1.2.2 Obligations: the pages. Read the address, ask once, draw."""

from collections.abc import Iterable, Sequence
from typing import Literal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.obligations import pages, queries, words
from espalier.cycle.learning_map.obligations.forms import BoardForm, MatrixForm
from espalier.cycle.learning_map.obligations.permissions import VIEW
from espalier.cycle.learning_map.obligations.types import STATES, PersonStatus
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.people.units import queries as units
from espalier.kit.errors import NotFound
from espalier.kit.exports.http import table_response
from espalier.kit.http import SignedInRequest, reads

TEMPLATES = "learning_map/obligations"
N_UNITS = pages.UNITS_PER_PAGE


@reads(VIEW)
def mine(request: SignedInRequest) -> HttpResponse:
    """One's own obligations, the most urgent first."""
    today = timezone.localdate()
    status = queries.own_status(request.user.pk, today)
    if status is None:
        return render(request, f"{TEMPLATES}/nobody.html")
    return _person_page(request, status)


@reads(VIEW)
def person(request: SignedInRequest, employee_id: int) -> HttpResponse:
    """A person's obligations on a day, with what counted and what did not."""
    form = BoardForm(request.GET, units=(), today=timezone.localdate())
    return _person_page(request, queries.person_status(employee_id, form.on_day, request.scope))


def _person_page(request: SignedInRequest, status: PersonStatus) -> HttpResponse:
    context = {
        "status": status,
        "rows": pages.line_rows(status, status.lines),
        "others": pages.line_rows(status, status.others),
        "counts": pages.counts_of(status),
        "mine": status.user_id == request.user.pk,
    }
    return render(request, f"{TEMPLATES}/person.html", context)


@reads(VIEW)
def board(request: SignedInRequest) -> HttpResponse:
    """A unit's obligations: counts by norm and by unit, and its people, the most urgent first."""
    today = timezone.localdate()
    form = BoardForm(request.GET, units=units.unit_choices(request.scope), today=today)
    found = queries.board_of(form.on_day, request.scope, unit_id=form.unit_id, today=today)
    link, page = pages.Link(request), pages.page_number(request)
    units_page = pages.page_number(request, "units")
    if wanted := _wanted(request):
        rows = pages.cell_rows(found.cells(form.chosen_state))
        return _export(pages.cell_columns(), rows, wanted, _("Obligations"))
    context = {
        "form": form,
        "board": found,
        "norms": [(face, pages.title_of(face), counts) for face, counts in found.by_norm()],
        "units": [
            (name, link(unit=unit, page=None, units=None), counts)
            for unit, name, counts in found.by_unit(pages.window_of(units_page, N_UNITS))
        ],
        "n_units": len(found.by_unit()),
        "units_page": units_page,
        "unit_pages": link.pages(units_page, len(found.by_unit()), N_UNITS, "units"),
        "people": found.by_person(pages.window_of(page), form.chosen_state),
        "pages": link.pages(page, len(found.people_in(form.chosen_state))),
        "exports": link.exports(),
        "kept": link.kept("unit", "on"),
        "day": link.kept("on"),
    }
    return render(request, f"{TEMPLATES}/board.html", context)


@reads(VIEW)
def norm(request: SignedInRequest, norm_id: int) -> HttpResponse:
    """The people a norm concerns, by state."""
    today = timezone.localdate()
    form = BoardForm(request.GET, units=units.unit_choices(request.scope), today=today)
    found = queries.board_of(form.on_day, request.scope, unit_id=form.unit_id, today=today)
    if norm_id not in found.faces:
        raise NotFound
    link, page = pages.Link(request), pages.page_number(request)
    column, places = found.column_of(norm_id), found.rows_of_norm(norm_id, form.chosen_state)
    title = pages.title_of(found.faces[norm_id])
    if wanted := _wanted(request):
        every = (found.cell(row, column) for row in places if column is not None)
        return _export(pages.cell_columns(), pages.cell_rows(every), wanted, title)
    shown = places[pages.window_of(page)]
    cells = [found.cell(row, column) for row in shown if column is not None]
    counts = found.counts_of_norm(norm_id)
    context = {
        "form": form,
        "face": found.faces[norm_id],
        "title": title,
        "counts": [
            (s, words.STATES[s], getattr(counts, s), link(state=s, page=None)) for s in STATES
        ],
        "n_people": counts.people,
        "norm": None if column is None else found.norms[column],
        "cells": [(c, words.STATES[c.state], words.TONES[c.state]) for c in cells],
        "pages": link.pages(page, len(places)),
        "exports": link.exports(),
        "day": link.kept("on"),
        "on": found.on,
    }
    return render(request, f"{TEMPLATES}/norm.html", context)


@reads(VIEW)
def matrix(request: SignedInRequest) -> HttpResponse:
    """The qualification matrix: people × modules, licences or norms."""
    form = MatrixForm(
        request.GET,
        units=units.unit_choices(request.scope),
        positions=positions.position_choices(),
        today=timezone.localdate(),
    )
    link, page, wanted = pages.Link(request), pages.page_number(request), _wanted(request)
    found = queries.matrix_of(
        form.chosen_kind,
        form.on_day,
        request.scope,
        unit_id=form.unit_id,
        position_id=form.position_id,
        window=None if wanted else pages.window_of(page),
    )
    title = _("Qualification matrix")
    if wanted:
        return _export(pages.matrix_columns(found), pages.matrix_rows(found), wanted, title)
    context = {
        "form": form,
        "matrix": found,
        "kind_word": words.KINDS[found.kind],
        "columns": [(column, pages.title_of(column)) for column in found.columns],
        "rows": pages.mark_cells(found.rows),
        "pages": link.pages(page, found.n_people),
        "exports": link.exports(),
    }
    return render(request, f"{TEMPLATES}/matrix.html", context)


@reads(VIEW)
def forecast(request: SignedInRequest) -> HttpResponse:
    """What falls due month by month, and how everybody would stand if nothing more were done."""
    today = timezone.localdate()
    form = BoardForm(request.GET, units=units.unit_choices(request.scope), today=today)
    days = pages.month_ends(today)
    found, counts = queries.forecast(days, request.scope, unit_id=form.unit_id)
    months = pages.month_rows(found, counts, days)
    norms = [
        (face, pages.title_of(face), row, total)
        for face, row, total in pages.norm_rows(found, days)
    ]
    if wanted := _wanted(request):
        head = [_("Norm"), _("Title"), *(month.label for month in months), _("Total")]
        rows = ([face.code, title, *row, total] for face, title, row, total in norms)
        return _export(head, rows, wanted, _("Forecast of obligations"))
    link = pages.Link(request)
    context = {
        "form": form,
        "board": found,
        "months": months,
        "norms": norms,
        "chart": pages.forecast_chart(months),
        "exports": link.exports(),
        "kept": link.kept("unit"),
    }
    return render(request, f"{TEMPLATES}/forecast.html", context)


Wanted = Literal["xlsx", "csv"]


def _wanted(request: SignedInRequest) -> Wanted | None:
    asked = request.GET.get("export", "")
    return "xlsx" if asked == "xlsx" else "csv" if asked == "csv" else None


def _export(
    columns: Sequence[str], rows: Iterable[Sequence[object]], wanted: Wanted, title: str
) -> HttpResponse:
    return table_response(columns=columns, rows=rows, fmt=wanted, title=title)
