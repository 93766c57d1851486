"""Sheets of the criteria of options and of the design options themselves."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.strategy.programmes.imports.programmes import (
    NEED,
    POSITION,
    PROGRAMME,
    page_of,
)
from espalier.cycle.strategy.programmes.lines import read_costs, write_costs
from espalier.cycle.strategy.programmes.models import DesignOption, OptionCriterion
from espalier.kit.imports.types import CellKind, Column
from espalier.kit.registers.columns import (
    TEXT_LENGTH,
    choice_column,
    code_column,
    codes_column,
    number_column,
    programme_column,
    twin,
)
from espalier.kit.registers.score_lines import read_scores, write_scores
from espalier.kit.registers.types import Lines, Ref, Register

SOURCES = {"自行開發": "build", "採購": "buy", "自辦與採購並用": "blend"}
DELIVERIES = {
    "實體": "classroom",
    "線上": "online",
    "混成": "blended",
    "工作崗位訓練": "workplace",
    "教練輔導": "coaching",
    "師徒制": "mentoring",
    "學習社群": "community",
    "外訓": "external",
}

CRITERIA = Register(
    kind="option_criteria",
    node="strategy.OptionCriterion",
    title=_("Criteria of design options"),
    one=_("Criterion"),
    help=_("By what design options are compared, and with which weight."),
    order=139,
    model=OptionCriterion,
    columns=(
        code_column("準則代碼", "Criterion code"),
        *twin("name", "準則", "Criterion", 120, required=True),
        Column("weight", "權重", "Weight", CellKind.DECIMAL, required=True, minimum=0, places=2),
        *twin("meaning", "5 分的意思", "What 5 points mean", TEXT_LENGTH),
        number_column("order", "順序", "Order", high=999),
    ),
    rules=lambda values: (
        [] if float(str(values.get("weight") or 0)) > 0
        else [("weight", "weight_zero", _("A weight is greater than zero."))]
    ),
    label=lambda row: f"{row.code} {row.name}",
    page=lambda row: reverse("strategy:criteria"),
)  # fmt: skip

OPTIONS = Register(
    kind="design_options",
    node="strategy.DesignOption",
    title=_("Design options"),
    one=_("Design option"),
    help=_("At least two ways to design each programme, with scores and a cost estimate."),
    order=142,
    model=DesignOption,
    columns=(
        programme_column(),
        code_column("選項代碼", "Option code"),
        *twin("name", "選項名稱", "Option", required=True),
        choice_column("source", "來源", "Source", SOURCES),
        choice_column("delivery", "實施型態", "Delivery", DELIVERIES),
        *twin("description", "作法", "How", TEXT_LENGTH),
        *twin("constraints", "限制", "Constraints", TEXT_LENGTH),
        number_column("minutes", "每人學習分鐘", "Minutes per learner", required=False),
        codes_column("groups", "對象", "Target groups"),
        codes_column("needs", "需求", "Needs"),
        codes_column("positions", "職位", "Positions"),
        *twin("risks", "風險", "Risks", TEXT_LENGTH),
        Column("scores", "評分", "Scores", help=_("One per line: criterion code, a space, 1 to 5."),
               max_length=2000),
        Column("costs", "費用估算", "Cost estimate", max_length=4000,
               help=_("One per line: label | English label | quantity | whole NT$ each.")),
    ),
    belongs_to="programme",
    refs={"programme": PROGRAMME},
    many={
        "groups": Ref(_("target group"), "groups", owner="programme__code"),
        "needs": NEED,
        "positions": POSITION,
    },
    lines={
        "scores": Lines(
            "scores",
            read_scores,
            write_scores,
            refs={"criterion": Ref(_("criterion"), "criterion")},
        ),
        "costs": Lines("costs", read_costs, write_costs),
    },
    label=lambda row: f"{row.code} {row.name}",
    page=page_of,
)  # fmt: skip

REGISTERS = (CRITERIA, OPTIONS)
