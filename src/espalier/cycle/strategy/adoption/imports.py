"""The sheet of decisions: what is compared for which positions and needs."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.strategy.adoption.models import AdoptionCandidate, AdoptionDecision
from espalier.cycle.strategy.permissions import CHANGE
from espalier.kit.imports.types import CellKind, Column
from espalier.kit.registers.columns import TEXT_LENGTH, code_column, codes_column, twin
from espalier.kit.registers.imports import offer
from espalier.kit.registers.types import Ref, Register

DECISIONS = Register(
    kind="adoption_decisions",
    node="strategy.AdoptionDecision",
    title=_("Adoption decisions"),
    one=_("Adoption decision"),
    help=_("The questions which standard, version or own model the strategy rests on."),
    order=138,
    model=AdoptionDecision,
    columns=(
        code_column("決定代碼", "Decision code"),
        *twin("title", "題目", "Question", required=True),
        codes_column("positions", "職位", "Positions"),
        codes_column("needs", "需求", "Needs"),
        Column("sector", "產業別", "Sector", max_length=120,
               help=_("Sought in the industries and job categories a standard names.")),
    ),
    many={
        "positions": Ref(_("position"), "positions", only={"is_active": True}),
        "needs": Ref(_("need"), "needs", label="title"),
    },
    label=lambda row: f"{row.code} {row.title}",
    page=lambda row: reverse("strategy:decision", args=[row.pk]),
)  # fmt: skip

CANDIDATES = Register(
    kind="adoption_candidates",
    node="strategy.AdoptionCandidate",
    title=_("Candidates for adoption"),
    one=_("Candidate"),
    help=_("The standards, versions and own models that are compared."),
    order=139,
    model=AdoptionCandidate,
    key=("decision", "standard"),
    columns=(
        Column("decision", "決定代碼", "Decision code", CellKind.CODE, required=True),
        Column("standard", "基準代碼", "Standard code", CellKind.CODE, required=True),
        *twin("note", "說明", "Note", TEXT_LENGTH),
    ),
    refs={
        "decision": Ref(_("decision"), "decision", label="title"),
        "standard": Ref(_("standard"), "standard", code=("raw_code",), label="title"),
    },
    joined=("decision", "standard"),
    label=lambda row: f"{row.decision.code} {row.standard.raw_code}",
    page=lambda row: reverse("strategy:decision", args=[row.decision_id]),
)


def register_imports() -> None:
    for register in (DECISIONS, CANDIDATES):
        offer(register, stage="strategy", permission=CHANGE)
