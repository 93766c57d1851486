"""Reading the framework: alignment, drafts, confirmations, procedure, the training unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from espalier.cycle.learning_map.modules.types import PublishedModule
from espalier.cycle.learning_map.requirements import queries as requirements
from espalier.cycle.needs.gaps import queries as gaps
from espalier.cycle.needs.gaps.types import CompetencyGap, GapQuestion
from espalier.cycle.needs.stakeholders import queries as stakeholders
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.cycle.strategy.framework import rules
from espalier.cycle.strategy.framework.lines import framework_lines
from espalier.cycle.strategy.framework.models import (
    Confirmation,
    DivisionOfWork,
    FrameworkDraft,
    ProcedureConfirmation,
)
from espalier.cycle.strategy.framework.types import (
    PRESET_GROUPS,
    Alignment,
    DraftChange,
    OrderConflict,
)
from espalier.cycle.strategy.programmes import queries as programmes
from espalier.cycle.strategy.programmes.queries import ProgrammeView
from espalier.kit.approval.models import Procedure
from espalier.kit.consultation import queries as consultation
from espalier.kit.consultation.ledger import ledger as consulted
from espalier.kit.consultation.types import LedgerLine
from espalier.kit.errors import NotFound

OUTPUT = "O2.2.1"
KIND = "strategy.FrameworkDraft"


@dataclass(frozen=True, slots=True)
class Aligned:
    """A programme with its matrix and the order of its content."""

    view: ProgrammeView
    alignment: Alignment
    conflicts: tuple[OrderConflict, ...]


@dataclass(frozen=True, slots=True)
class GroupState:
    """Whether a stakeholder group confirmed the draft; ``is_current`` when nothing changed since."""

    group: str
    label: str
    confirmation: Confirmation | None
    is_current: bool

    @property
    def holds(self) -> bool:
        return self.confirmation is not None and self.is_current


@dataclass(frozen=True, slots=True)
class UnitMember:
    """A position of the training unit: who holds it, what it rests on, what it answers for."""

    position: Any
    n_people: int
    standards: tuple[Any, ...]
    work: tuple[DivisionOfWork, ...]


@dataclass(frozen=True, slots=True)
class TrainingUnit:
    """The training unit as a family of positions; gaps are over all its people together."""

    members: tuple[UnitMember, ...]
    gaps: tuple[tuple[Any, CompetencyGap], ...]


def aligned(views: Sequence[ProgrammeView]) -> list[Aligned]:
    """Pure over what was read; no query."""
    return [Aligned(view, alignment_of(view), tuple(_conflicts(view))) for view in views]


def alignment_of(view: ProgrammeView) -> Alignment:
    return rules.alignment(
        [each.objective.code for each in view.objectives],
        {a.code: [o.code for o in a.objectives.all()] for a in view.activities},
        {a.code: [o.code for o in a.objectives.all()] for a in view.assessments},
    )


def _conflicts(view: ProgrammeView) -> list[OrderConflict]:
    known: dict[int, PublishedModule] = {p.module.id: p.module for p in view.parts if p.module}
    codes = {pk: module.code for pk, module in known.items()}
    return rules.order_conflicts(
        [part.part.module.code for part in view.parts],
        {
            module.code: [codes[pk] for pk in module.requires if pk in codes]
            for module in known.values()
        },
    )


def drafts() -> QuerySet[FrameworkDraft]:
    """All drafts, the newest first."""
    return FrameworkDraft.objects.order_by("-number")


def latest_draft() -> FrameworkDraft | None:
    return drafts().first()


def draft_or_404(draft_id: int) -> FrameworkDraft:
    """Raises: NotFound."""
    found = drafts().filter(pk=draft_id).first()
    if found is None:
        raise NotFound
    return found


def current_lines(on: date) -> list[str]:
    """The framework of today as statements."""
    return framework_lines(programmes.designs(on))


def changes_since(draft: FrameworkDraft) -> list[DraftChange]:
    """How a draft differs from the one before it; nothing for the first."""
    before = drafts().filter(number__lt=draft.number).first()
    return rules.draft_changes(before.lines, draft.lines) if before else []


def changes_between(rows: Sequence[FrameworkDraft], draft: FrameworkDraft) -> list[DraftChange]:
    """The same from drafts that were read already, newest first."""
    older = [each for each in rows if each.number < draft.number]
    return rules.draft_changes(older[0].lines, draft.lines) if older else []


def differs(draft: FrameworkDraft, lines: Sequence[str]) -> bool:
    """Whether the framework changed since the draft."""
    return draft.digest != rules.digest(lines)


def group_words() -> dict[str, str]:
    """The name of every stakeholder group in the reader's language."""
    return {value: str(label) for value, label in stakeholders.group_choices()}


def group_states(draft: FrameworkDraft | None, lines: Sequence[str]) -> list[GroupState]:
    """The four preset groups, and others that confirmed, in the order of the register. One query."""
    given = {} if draft is None else {each.group: each for each in draft.confirmations.all()}
    is_current = draft is not None and draft.digest == rules.digest(lines)
    words = group_words()
    shown = [code for code in words if code in PRESET_GROUPS or code in given]
    return [GroupState(code, words[code], given.get(code), is_current) for code in shown]


def states_of(views: Sequence[ProgrammeView]) -> list[GroupState]:
    """Whether each group confirmed the framework these programmes make. Two queries."""
    return group_states(latest_draft(), framework_lines(views))


def unconfirmed_groups(on: date) -> list[str]:
    """The preset groups that have not confirmed the framework as it stands today, in words."""
    states = group_states(latest_draft(), current_lines(on))
    words = group_words()
    holding = {each.group for each in states if each.holds}
    return [words[code] for code in rules.missing_groups(PRESET_GROUPS, holding)]


def ledger(rows: Sequence[FrameworkDraft]) -> list[LedgerLine]:
    """What was said about any draft and what became of it; no query where there is no draft."""
    return consulted(KIND) if rows else []


def requests_in_english(rows: Sequence[FrameworkDraft]) -> dict[str, tuple[str, str]]:
    """Request id → its text and the reason of its decision in English, as far as there are. One query."""
    if not rows:
        return {}
    found = consultation.requests().filter(round__subject_kind=KIND)
    return {str(row.pk): (row.text_en, row.reason_en) for row in found}


def confirmations() -> QuerySet[Confirmation]:
    return Confirmation.objects.select_related("draft").order_by("-confirmed_on", "-pk")


def procedures() -> list[Procedure]:
    """Review procedures in use, by code."""
    return list(Procedure.objects.filter(is_active=True).order_by("code"))


def procedure_or_404(procedure_id: int) -> Procedure:
    """Raises: NotFound."""
    rows = Procedure.objects.prefetch_related("steps__person").filter(pk=procedure_id)
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def steps_of(procedure: Procedure) -> list[dict[str, object]]:
    """The steps as a record keeps them: what is asked of whom, until when."""
    steps = sorted(procedure.steps.all(), key=lambda step: (step.order, step.pk))
    return [
        {
            "order": step.order,
            "kind": step.kind,
            "title": step.title,
            "title_en": step.title_en,
            "role": step.role,
            "person": step.person.display_name if step.person else "",
            "min_amount": step.min_amount,
            "max_amount": step.max_amount,
            "days": step.days,
            "quorum": step.quorum,
            "is_vote": step.is_vote,
            "on_paper": step.on_paper,
        }
        for step in steps
    ]


def procedure_confirmation(output: str = OUTPUT) -> ProcedureConfirmation | None:
    """The newest confirmation of the procedure of a document. One query."""
    rows = ProcedureConfirmation.objects.filter(output=output).select_related("procedure")
    return rows.order_by("-confirmed_on", "-pk").first()


def confirmed_procedures() -> QuerySet[ProcedureConfirmation]:
    return ProcedureConfirmation.objects.select_related("procedure").order_by("output", "-pk")


def training_unit(on: date) -> TrainingUnit:
    """The positions work was divided among, what each rests on, and the gaps of the whole family."""
    work = list(
        DivisionOfWork.objects.select_related("position__grade").order_by(
            "position__grade__rank", "position__code", "order", "pk"
        )
    )
    family = {each.position_id: each.position for each in work}
    holders = positions.holders_on(on)
    adopted: dict[int, list[Any]] = {}
    for row in requirements.adoptions(on).filter(position_id__in=list(family)):
        adopted.setdefault(row.position_id, []).append(row.standard)
    members = tuple(
        UnitMember(
            position,
            holders.get(pk, 0),
            tuple(adopted.get(pk, ())),
            tuple(each for each in work if each.position_id == pk),
        )
        for pk, position in family.items()
    )
    return TrainingUnit(members, tuple(_family_gaps(on, list(family))) if family else ())


def _family_gaps(on: date, position_ids: list[int]) -> list[tuple[Any, CompetencyGap]]:
    """What is required of the family's positions against what its people are rated, largest gap first."""
    required = requirements.requirements_on(on, position_ids=position_ids)
    ids = {each.competency_id for each in required}
    if not ids:
        return []
    question = GapQuestion(frozenset(ids), position_ids=frozenset(position_ids))
    found = gaps.gaps_of_groups({0: question}, on=on, today=on)[0]
    named = {row.pk: row for row in catalogue.competencies(active_only=False).filter(pk__in=ids)}
    ordered = sorted(
        found, key=lambda gap: (-(gap.gap_index or 0.0), named[gap.competency_id].code)
    )
    return [(named[gap.competency_id], gap) for gap in ordered]
