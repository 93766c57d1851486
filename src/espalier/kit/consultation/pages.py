"""What the pages of consulting show: lists, places of the menu, charts of answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.kit.consultation import registry
from espalier.kit.consultation.permissions import VIEW
from espalier.kit.consultation.types import (
    AnswersSummary,
    LedgerLine,
    QuestionKind,
    QuestionSummary,
)
from espalier.kit.consultation.wording import (
    CHANNELS,
    DECISIONS,
    ROUND_KINDS,
    STATES,
)
from espalier.kit.errors import Text
from espalier.kit.ui.languages import in_language
from espalier.kit.ui.navigation import FOUNDATION, Place, register_place
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# Clay for disagreement, paper for the middle, leaf for agreement; each also carries its number.
COLOURS = ("#e98a5b", "#fad9c7", "#e7eae7", "#bcd9c8", "#5fa07c")
CHART_STEPS = len(COLOURS)


def _subject_kinds() -> list[tuple[str, Text]]:
    return [(each.kind, each.label) for each in registry.subjects().values()]


def _title(row: Any) -> str:
    return in_language(row.title, row.title_en)


ROUNDS = ListSpec(
    key="kit.consultations",
    title=gettext_lazy("Consultations"),
    columns=(
        Column("title", gettext_lazy("Title"), value=_title, sort=("title",)),
        Column("subject_label", gettext_lazy("Subject"), sort=("subject_label",)),
        Column(
            "kind",
            gettext_lazy("Kind of round"),
            sort=("kind",),
            format=ROUND_KINDS.__getitem__,
            export=lambda row: ROUND_KINDS[row.kind],
        ),
        Column(
            "state",
            gettext_lazy("State"),
            sort=("state",),
            template="consultation/_state_cell.html",
            export=lambda row: STATES[row.state],
        ),
        Column("closes_on", gettext_lazy("Open until"), sort=("closes_on",)),
        Column("n_heard", gettext_lazy("Heard"), sort=("n_heard",), numeric=True),
        Column("n_invited", gettext_lazy("Invited"), sort=("n_invited",), numeric=True),
        Column("opened_at", gettext_lazy("Opened on"), sort=("opened_at",), shown=False),
    ),
    filters=(
        Filter("state", gettext_lazy("State"), choices=list(STATES.items())),
        Filter("kind", gettext_lazy("Kind of round"), choices=list(ROUND_KINDS.items())),
        Filter("about", gettext_lazy("Subject"), choices=_subject_kinds, lookup="subject_kind"),
    ),
    search_fields=("title", "title_en", "subject_label"),
    default_sort="-opened_at",
    row_url=lambda row: reverse("consultation:round", args=[row.pk]),
    empty=EmptyState(
        gettext_lazy("Nobody was consulted yet"),
        gettext_lazy("Open a round to ask stakeholders about a record or a draft."),
        "consultation:new",
        gettext_lazy("Open a round"),
    ),
)
REQUESTS = ListSpec(
    key="kit.change_requests",
    title=gettext_lazy("Change requests"),
    columns=(
        Column(
            "text",
            gettext_lazy("What is to be changed"),
            value=lambda row: in_language(row.text, row.text_en),
        ),
        Column("round__subject_label", gettext_lazy("Subject"), sort=("round__subject_label",)),
        Column("part_title", gettext_lazy("Part of the draft"), sort=("part",)),
        Column("party_label", gettext_lazy("Who asked for it"), sort=("party_label",)),
        Column(
            "decision",
            gettext_lazy("Decision"),
            sort=("decision",),
            template="consultation/_decision_cell.html",
            export=lambda row: DECISIONS.get(row.decision, ""),
        ),
        Column("effect_label", gettext_lazy("What changed"), sort=("effect_label",)),
        Column("reason", gettext_lazy("Reason"), shown=False),
    ),
    filters=(
        Filter(
            "decision",
            gettext_lazy("Decision"),
            choices=[("none", gettext_lazy("not decided yet")), *DECISIONS.items()],
            apply=lambda value: _decided(value),
        ),
        Filter(
            "about",
            gettext_lazy("Subject"),
            choices=_subject_kinds,
            lookup="round__subject_kind",
        ),
    ),
    search_fields=("text", "text_en", "words", "reason", "party_label", "round__title"),
    row_url=lambda row: reverse("consultation:request", args=[row.pk]),
    empty=EmptyState(
        gettext_lazy("No change was asked for yet"),
        gettext_lazy("Requests are written down on the page of a round."),
        "consultation:list",
        gettext_lazy("To the rounds"),
    ),
)


def _decided(value: str) -> Any:
    from django.db.models import Q

    return Q(decision="" if value == "none" else value)


def register_places() -> None:
    register_place(Place(FOUNDATION, "consultation:list", gettext_lazy("Consultations"), VIEW, 80))


def scale_chart(summary: AnswersSummary) -> dict[str, Any] | None:
    """How the answers to the scales spread: one bar of 100 % a question, with the same as a table."""
    asked = [
        q
        for q in summary.questions
        if q.kind is QuestionKind.SCALE and q.n and len(q.counts) == CHART_STEPS
    ]
    if not asked:
        return None
    values = [
        {"question": str(q.position), "step": step, "n": n, "share": n / q.n}
        for q in asked
        for step, n in q.counts
    ]
    steps = [step for step, _n in asked[0].counts]
    spec = {
        "$schema": SCHEMA,
        "width": 300,
        "height": {"step": 34},
        "data": {"values": values},
        "mark": {"type": "bar", "tooltip": True},
        "encoding": {
            "y": {
                "field": "question",
                "type": "nominal",
                "sort": None,
                "title": _("Question text"),
            },
            "x": {
                "field": "share",
                "type": "quantitative",
                "stack": "zero",
                "title": _("Share of the answers"),
                "axis": {"format": "%"},
                "scale": {"domain": [0, 1]},
            },
            "color": {
                "field": "step",
                "type": "nominal",
                "title": _("Answer"),
                "scale": {"domain": steps, "range": list(COLOURS)},
            },
            "order": {"field": "step"},
            "tooltip": [{"field": "question"}, {"field": "step"}, {"field": "n"}],
        },
    }
    head = [_("Question text"), *steps, _("n")]
    rows = [[f"{q.position}. {q.text}", *(n for _step, n in q.counts), q.n] for q in asked]
    return {"spec": spec, "head": head, "rows": rows}


def medians_by_group(
    summary: AnswersSummary, groups: Mapping[str, AnswersSummary]
) -> list[tuple[QuestionSummary, list[QuestionSummary]]]:
    """Every question asked on a scale, and the same question in each of the groups."""
    asked = [q for q in summary.questions if q.kind is QuestionKind.SCALE]
    own = [{q.question_id: q for q in each.questions} for each in groups.values()]
    return [(q, [each[q.question_id] for each in own]) for q in asked]


def ledger_table(lines: Sequence[LedgerLine]) -> tuple[list[str], list[list[object]]]:
    """The ledger as head and rows, for the export."""
    head = [
        _("Subject"),
        _("Round of consultation"),
        _("Kind of round"),
        _("Whose view"),
        _("When"),
        _("By which way"),
        _("Part of the draft"),
        _("In their own words"),
        _("What is to be changed"),
        _("Decision"),
        _("Reason"),
        _("Decided on"),
        _("Decided by"),
        _("What changed"),
    ]
    rows: list[list[object]] = [
        [
            line.subject_label,
            line.round_title,
            str(ROUND_KINDS[line.round_kind]),
            line.who,
            line.when,
            str(CHANNELS[line.channel]),
            line.part,
            line.words,
            line.request,
            str(DECISIONS[line.decision]) if line.decision else "",
            line.reason,
            line.decided_on,
            line.decided_by,
            line.effect_label,
        ]
        for line in lines
    ]
    return head, rows
