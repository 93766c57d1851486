"""The import ``norms``: the register, the starter file among others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map import norm_words as words
from espalier.cycle.learning_map.labels import MODES
from espalier.cycle.learning_map.mode_words import MODES as MODE_WORDS
from espalier.cycle.learning_map.norms import link_imports, queries, rules, services, sheet
from espalier.cycle.learning_map.norms.permissions import CHANGE
from espalier.cycle.learning_map.norms.storing import content_of, rule_of
from espalier.cycle.learning_map.norms.types import NormRow
from espalier.cycle.learning_map.norms.wording import problem_in_words
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.registry import register
from espalier.kit.imports.rows import counts, reason, text_in
from espalier.kit.imports.types import ImportSpec, PlannedRow, Reason, Row

P = rules.NormProblem
# Which column of the sheet a problem is about.
_COLUMN = {
    P.NO_TITLE: "title",
    P.NO_SOURCE: "source",
    P.BAD_URL: "source_url",
    P.CHECKED_IN_FUTURE: "checked_on",
    P.VERIFIED_UNCHECKED: "checked_on",
    P.REVIEW_BEFORE_CHECK: "review_on",
    P.NO_MONTHS: "months",
    P.MONTHS_TOO_MANY: "months",
    P.ODD_CALENDAR: "months",
    P.MONTHS_UNUSED: "months",
    P.MINUTES_ZERO: "hours",
    P.MINUTES_TOO_MANY: "hours",
    P.HOURS_WITHOUT_WINDOW: "window",
    P.UNKNOWN_MODE: "modes",
    P.CAP_OF_OTHER_MODE: "mode_caps",
    P.CONTENT_OVER_HOURS: "content_minutes",
    P.HEADCOUNT_ORDER: "min_headcount",
    P.NO_LICENCE: "licences",
    P.ENDS_FIRST: "effective_to",
    P.NOT_LATER: "effective_from",
    P.SAME_RULE: "effective_from",
}


def _held() -> dict[str, NormRow]:
    """Every norm as a sheet would bring it. Two queries."""
    notes = queries.newest_interpretations()
    return {
        code: NormRow(
            content=content_of(norm),
            rule=rule_of(version),
            effective_from=version.effective_from,
            effective_to=version.effective_to,
            interpretation=notes[norm.pk].text if norm.pk in notes else "",
        )
        for code, (norm, version) in queries.newest_by_code().items()
    }


def plan_norms(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare the sheet with the register; a blank cell means what a norm has without it. Two queries."""
    held = _held()
    read: dict[int, NormRow] = {}
    unread: dict[int, Reason] = {}
    even = []
    for row in rows:
        try:
            found = read[row.number] = sheet.row_of(row, held.get(text_in(row, "code")))
        except sheet.BadCell as bad:
            unread[row.number] = _unreadable(*bad.args)
            even.append(row)
        else:
            cells = sheet.cells_of(found)
            values = {key: cells.get(key, value) for key, value in row.values.items()}
            even.append(replace(row, values=values))

    def check(row: Row) -> list[Reason]:
        if row.number in unread:
            return [unread[row.number]]
        code = text_in(row, "code")
        return _reasons(row, code, read[row.number], held.get(code), on)

    return plan_by_key(
        even,
        {code: sheet.cells_of(each) for code, each in held.items()},
        key="code",
        compare_columns=[column.key for column in sheet.COLUMNS[1:]],
        check=check,
    )


def _unreadable(column: str, value: str, code: str) -> Reason:
    if code == "not_hours":
        message = _("Write a word, an equals sign and hours, such as 線上=2: %(value)s")
    else:
        message = _("This word is not known here: %(value)s")
    return Reason(column, value, code, message % {"value": value})


def _reasons(row: Row, code: str, new: NormRow, held: NormRow | None, on: date) -> list[Reason]:
    found = rules.problems_of_content(code, new.content, on=on)
    found += rules.problems_of_rule(new.rule, known_modes=MODES)
    if new.effective_to is not None and new.effective_to < new.effective_from:
        found.append((P.ENDS_FIRST, new.effective_to.isoformat()))
    if held is not None and (new.rule, new.effective_from) != (held.rule, held.effective_from):
        found += rules.problems_of_next_version(
            held.rule,
            new.rule,
            held_from=held.effective_from,
            effective_from=new.effective_from,
        )
    reasons = []
    for kind, about in found:
        problem = problem_in_words(kind, about)
        words_ = f"{problem.message} {problem.remedy}"
        reasons.append(reason(row, _COLUMN.get(kind, "code"), kind, words_))
    return reasons


def apply_norms(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    """Put the planned norms in the register; a changed rule becomes the next version."""
    held = _held()
    brought = {
        (code := text_in(each.row, "code")): sheet.row_of(each.row, held.get(code)) for each in rows
    }
    imported = services.import_norms(rows=brought, by=by, at=at)
    return {**counts(rows), "new_versions": imported["new_versions"]}


def norm_records() -> Iterable[Mapping[str, object]]:
    """The register as a sheet, in the words of the sheet."""
    for code, held in _held().items():
        cells = sheet.cells_of(held)
        yield {
            "code": code,
            **cells,
            "kind": words.written(words.SHEET_KINDS, held.content.kind),
            "status": words.written(words.SHEET_STATUSES, held.content.status),
            "window": words.written(words.SHEET_WINDOWS, held.rule.window),
            "again_on_change": words.written(words.SHEET_AGAIN, held.rule.again_on_change),
            "first_period": words.written(words.SHEET_FIRST_PERIODS, held.rule.first_period),
            "on_leave": words.written(words.SHEET_ON_LEAVE, held.rule.on_leave),
        }


def register_imports() -> None:
    register(
        ImportSpec(
            kind="norms",
            title=gettext_lazy("Norms"),
            permission=CHANGE,
            columns=sheet.COLUMNS,
            plan=plan_norms,
            apply=apply_norms,
            records=norm_records,
            drop_downs=lambda: {
                "kind": list(words.SHEET_KINDS),
                "status": list(words.SHEET_STATUSES),
                "window": list(words.SHEET_WINDOWS),
                "again_on_change": list(words.SHEET_AGAIN),
                "first_period": list(words.SHEET_FIRST_PERIODS),
                "on_leave": list(words.SHEET_ON_LEAVE),
                "modes": list(MODE_WORDS),
            },
            order=96,
            purpose=gettext_lazy(
                "The register of legal, organisational and ethical norms with their sources and rules."
            ),
        )
    )
    link_imports.register_imports()
