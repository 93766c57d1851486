"""A small document of our own: a register of rules, two sections, one hurdle a reason lifts, one it does not."""

from datetime import date

import pytest

from espalier.engines.documents.tree import Document, Heading, bullets, paragraph
from espalier.kit.accounts.types import Actor, Role
from espalier.kit.approval import services as approvals
from espalier.kit.errors import Problem
from espalier.kit.outputs import registry
from espalier.kit.outputs.face import company_content, meta_of
from espalier.kit.outputs.types import Hurdle, OutputKind
from espalier.kit.versions.types import Source

CODE = "O9.9.9"


class Register:
    """The records the document is made from."""

    def __init__(self) -> None:
        self.rules = {1: "每年檢討一次", 2: "完訓須評量"}
        self.uncovered: list[str] = []
        self.empty: list[str] = []

    def content(self, on: date) -> dict:
        return {
            "organisation": company_content(),
            "on": on,
            "rules": self.rules,
            "uncovered": self.uncovered,
            "empty": self.empty,
        }


def tree(content, face) -> Document:
    title = "訓練守則" if face.language == "zh-Hant" else "Rules of training"
    meta = meta_of(face, content["organisation"], output=CODE, title=title, subtitle="")
    signed = [f"{each.kind} {each.name}" for each in face.signatures]
    return Document(
        meta,
        (
            Heading("守則" if face.language == "zh-Hant" else "Rules", anchor="rules"),
            bullets(*content["rules"].values()),
            Heading("簽署" if face.language == "zh-Hant" else "Signatures", anchor="signatures"),
            paragraph("、".join([*signed, *(f"{a}：{r}" for a, r in face.reasons)]) or "—"),
        ),
    )


def hurdles(content) -> list[Hurdle]:
    found = [
        Hurdle(f"goal-{g}", Problem("uncovered", f"目標 {g} 沒有守則"), True)
        for g in content["uncovered"]
    ]
    return found + [Hurdle(f"empty-{e}", Problem("empty", f"{e} 未填")) for e in content["empty"]]


def sources(content) -> list[Source]:
    return [Source("rules", "test.Rule", id) for id in content["rules"]] + [
        Source("rules", "test.Goal")
    ]


@pytest.fixture
def records(monkeypatch) -> Register:
    monkeypatch.setattr(registry, "_KINDS", {})
    register = Register()
    registry.register_output(
        OutputKind(
            output=CODE,
            title="訓練守則",
            title_en="Rules of training",
            content=register.content,
            tree=tree,
            hurdles=hurdles,
            sources=sources,
            view="kit.view_output",
            prepare="kit.prepare_output",
            publish="kit.change_procedure",
            formats=("docx", "html"),
        )
    )
    return register


@pytest.fixture
def people(person_with, monday):
    """Manager, co-signing supervisor and approving executive, with the usual procedure."""
    found = {
        role: person_with(role, username=str(role))
        for role in (Role.MANAGER, Role.SUPERVISOR, Role.EXECUTIVE, Role.LEARNER)
    }
    approvals.make_usual_procedure(by=Actor.of_user(found[Role.MANAGER]), at=monday)
    return found
