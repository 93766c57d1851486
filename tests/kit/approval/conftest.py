"""A made-up kind of record that goes into review, procedures to review it by, and people to do it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from django.utils.safestring import mark_safe

from espalier.kit.accounts.models import ScopeNode, User
from espalier.kit.accounts.types import Actor, Role
from espalier.kit.approval import registry, services
from espalier.kit.approval.models import Procedure, Run, RunStep
from espalier.kit.approval.types import (
    ProcedureContent,
    StepContent,
    StepKind,
    SubjectKind,
    SubjectRef,
)

MONDAY = datetime(2026, 11, 2, 1, tzinfo=UTC)  # 09:00 in Taipei
PREPARED = StepContent(1, StepKind.PREPARED, "承辦人送審", "Prepared", role=Role.MANAGER)
COSIGNED = StepContent(2, StepKind.COSIGNED, "主管會簽", "Co-signed", role=Role.SUPERVISOR, days=3)
APPROVED = StepContent(3, StepKind.APPROVED, "總經理核准", "Approved", role=Role.EXECUTIVE, days=5)


@dataclass
class Paper:
    """What the room of the made-up record was told."""

    told: list[tuple[str, int, str]] = field(default_factory=list)

    def approved(self, run_id: int, by: Actor, at: datetime) -> None:
        self.told.append(("approved", run_id, ""))

    def sent_back(self, run_id: int, comment: str, by: Actor, at: datetime) -> None:
        self.told.append(("sent_back", run_id, comment))

    def withdrawn(self, run_id: int, by: Actor, at: datetime) -> None:
        self.told.append(("withdrawn", run_id, ""))


@pytest.fixture
def paper():
    """The kind ``test.Paper`` with two parts and a difference."""
    heard = Paper()
    kind = SubjectKind(
        kind="test.Paper",
        label="測試文件",
        url=lambda id: f"/papers/{id}/",
        on_approved=heard.approved,
        on_sent_back=heard.sent_back,
        on_withdrawn=heard.withdrawn,
        difference=lambda id: mark_safe("<ins>新的一句</ins>"),
        parts=lambda id: [("ch1", "第一章"), ("ch2", "第二章")],
    )
    registry.register_subject(kind)
    yield heard
    registry._KINDS.pop("test.Paper")


@pytest.fixture
def people(person_with):
    """Manager, supervisor of everything, executive: the people of the usual procedure."""
    return {
        role: person_with(role, username=str(role))
        for role in (Role.MANAGER, Role.SUPERVISOR, Role.EXECUTIVE)
    }


def actor(user: User) -> Actor:
    return Actor.of_user(user)


def make(*steps: StepContent, code: str = "P", system: Actor, **options) -> Procedure:
    content = ProcedureContent(code, "測試程序", "Test procedure", steps=steps, **options)
    return services.save_procedure(content=content, by=system, at=MONDAY)


@pytest.fixture
def usual(db, system) -> Procedure:
    return make(PREPARED, COSIGNED, APPROVED, system=system)


@pytest.fixture
def procedure_of(db, system):
    """Make a procedure: ``procedure_of(step, step, …)``."""

    def of(*steps: StepContent, **options) -> Procedure:
        return make(*steps, system=system, **options)

    return of


@pytest.fixture
def start(paper, people, monday):
    """Send the paper into review: ``start()``, ``start(by=somebody, amount=5)``."""

    def begin(*, id: str = "7", by: User | None = None, code: str = "P", at=None, **options) -> Run:
        return services.start_review(
            subject=SubjectRef("test.Paper", id),
            procedure_code=code,
            title=f"文件 {id}",
            by=actor(by or people[Role.MANAGER]),
            at=at or monday,
            **options,
        )

    return begin


def step_of(run: Run, order: int, n: int = 0) -> RunStep:
    return list(RunStep.objects.filter(run=run, order=order).order_by("pk"))[n]


def states(run: Run) -> list[str]:
    return [step.state for step in RunStep.objects.filter(run=run).order_by("order", "pk")]


def agree(step: RunStep, user: User, at: datetime = MONDAY, comment: str = "") -> Run:
    return services.decide(
        step_id=step.pk, decision="agree", comment=comment, by=actor(user), at=at
    )


def send_back(step: RunStep, user: User, comment: str = "請修改", at: datetime = MONDAY) -> Run:
    return services.decide(
        step_id=step.pk, decision="send_back", comment=comment, by=actor(user), at=at
    )


def at_place(step: StepContent, node: ScopeNode) -> StepContent:
    return replace(step, scope_key=node.key)
