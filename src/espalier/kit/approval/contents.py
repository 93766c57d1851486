"""Procedures between their tables and what is written: reading the steps, and the records they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from espalier.kit.accounts.models import ScopeNode, User
from espalier.kit.approval.models import Procedure, Step
from espalier.kit.approval.types import ProcedureContent, StepContent, StepKind


def content_of(procedure: Procedure) -> ProcedureContent:
    """What a procedure says today, as it is written; one query, none where the steps are prefetched."""
    rows = sorted(procedure.steps.all(), key=lambda step: (step.order, step.pk))
    return ProcedureContent(
        code=procedure.code,
        title=procedure.title,
        title_en=procedure.title_en,
        applies_to=tuple(procedure.applies_to),
        is_active=procedure.is_active,
        allows_same_person=procedure.allows_same_person,
        steps=tuple(_content_of_step(row) for row in rows),
    )


def _content_of_step(row: Step) -> StepContent:
    return StepContent(
        order=row.order,
        kind=StepKind(row.kind),
        title=row.title,
        title_en=row.title_en,
        role=row.role,
        scope_key=row.scope.key if row.scope else "",
        person=row.person.username if row.person else "",
        min_amount=row.min_amount,
        max_amount=row.max_amount,
        days=row.days,
        quorum=row.quorum,
        is_vote=row.is_vote,
        on_paper=row.on_paper,
    )


@dataclass(frozen=True, slots=True)
class References:
    """The people and places that steps name, read once; two queries."""

    people: Mapping[str, User]
    scopes: Mapping[str, ScopeNode]

    @classmethod
    def read(cls, steps: Iterable[StepContent]) -> References:
        told = list(steps)
        people = User.objects.filter(username__in={s.person for s in told if s.person})
        scopes = ScopeNode.objects.filter(key__in={s.scope_key for s in told if s.scope_key})
        return cls({u.username: u for u in people}, {node.key: node for node in scopes})

    def row(self, procedure: Procedure, step: StepContent) -> Step:
        """The unsaved row of a step whose references were checked."""
        return Step(
            procedure=procedure,
            order=step.order,
            kind=step.kind,
            title=step.title.strip(),
            title_en=step.title_en.strip(),
            role=step.role,
            scope=self.scopes[step.scope_key] if step.scope_key else None,
            person=self.people[step.person] if step.person else None,
            min_amount=step.min_amount,
            max_amount=step.max_amount,
            days=step.days,
            quorum=step.quorum,
            is_vote=step.is_vote,
            on_paper=step.on_paper,
        )
