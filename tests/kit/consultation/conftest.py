"""A kind of record to consult on, and rounds in their usual forms."""

from datetime import timedelta

import pytest
from django.utils import timezone

from espalier.kit.accounts.types import Actor
from espalier.kit.consultation import registry, services
from espalier.kit.consultation.types import ConsultedKind, Party, QuestionDraft, QuestionKind
from espalier.kit.organisation.models import Organisation
from espalier.kit.thread import registry as threads
from espalier.kit.thread.types import NodeKind

DRAFT = "test.Draft"
SCALE = QuestionDraft(
    QuestionKind.SCALE, "我支持這份草案", "I support the draft", low="否", high="是"
)
CHOICE = QuestionDraft(
    QuestionKind.CHOICE,
    "上課時段",
    "Time of day",
    choices=(("上午", "morning"), ("下午", "afternoon")),
)
MANY = QuestionDraft(
    QuestionKind.MANY, "困難", choices=(("時間", ""), ("設備", ""), ("主管", "")), is_required=False
)
TEXT = QuestionDraft(QuestionKind.TEXT, "最該修改什麼", is_required=False)


def describe(ids):
    return [(i, f"草案{i}", f"/drafts/{i}/") for i in ids if i in {"1", "2"}]


@pytest.fixture(autouse=True)
def drafts(monkeypatch):
    """Records 1 and 2 of a kind exist on the thread and may be consulted on."""
    for module, name in (
        (registry, "_SUBJECTS"),
        (registry, "_SOURCES"),
        (threads, "_NODES"),
        (threads, "_EDGES"),
    ):
        monkeypatch.setattr(module, name, dict(getattr(module, name)))
    threads.register_node(NodeKind(DRAFT, "草案", "tests", describe))
    kind = ConsultedKind(
        DRAFT,
        "草案",
        describe,
        parts=lambda _id: [("goals", "目標"), ("means", "作法")],
        choices=lambda: [("1", "草案1"), ("2", "草案2")],
    )
    registry.register_subject(kind)
    registry.register_effect(DRAFT)


@pytest.fixture
def organiser(manager):
    return Actor.of_user(manager)


@pytest.fixture
def settings_of_company(db):
    return Organisation.objects.create(pk=1, name="棚架精密", suppression_minimum=3)


@pytest.fixture
def open_round(organiser, monday):
    def make(**wanted):
        told = {
            "subject": (DRAFT, "1"),
            "kind": "questionnaire",
            "title": "草案意見",
            "questions": [SCALE, CHOICE, MANY, TEXT],
            "closes_on": timezone.localdate(monday) + timedelta(days=7),
            "allows_links": True,
            "by": organiser,
            "at": monday,
        }
        return services.open_round(**{**told, **wanted})

    return make


@pytest.fixture
def invited(organiser, monday):
    """Invite n parties; returns what ``invite`` returns."""

    def make(found, n=1, group="客戶", **more):
        parties = [
            Party("test.Party", f"{group}{k}", f"{group}{k}", f"p{k}@{hash(group)}.example", **more)
            for k in range(n)
        ]
        parties = [
            Party(p.kind, p.id, p.label, p.email, p.user_id, group, p.language) for p in parties
        ]
        return services.invite(round_id=found.pk, parties=parties, by=organiser, at=monday)

    return make


@pytest.fixture
def reply(monday):
    """Answer for an invitation: ``reply(invited, scale, choice=0, text="")``."""
    from espalier.kit.accounts.types import ActorKind
    from espalier.kit.consultation import queries
    from espalier.kit.consultation.models import Invitation

    def make(one, scale=4, *, choice=0, many=(), text="", comments=None, at=monday):
        round_id = Invitation.objects.get(pk=one.invitation_id).round_id
        values = {"scale": scale, "choice": choice, "many": list(many), "text": text}
        answers = {q.pk: values[q.kind] for q in queries.questions_of(round_id)}
        services.answer(
            invitation_id=one.invitation_id,
            answers=answers,
            comments=comments,
            channel="link",
            by=Actor(ActorKind.INVITATION, str(one.invitation_id), one.party.label),
            at=at,
        )

    return make
