"""Sheets of the advice on methods and of the verbs of objectives."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.strategy.programmes.imports.design import LEVEL_WORDS
from espalier.cycle.strategy.programmes.models import BloomVerb, MethodRule
from espalier.kit.imports.types import Column
from espalier.kit.registers.columns import (
    TEXT_LENGTH,
    choice_column,
    code_column,
    number_column,
    twin,
)
from espalier.kit.registers.types import Register

CONSTRAINTS = {
    "輪班": "shift",
    "多地點": "remote",
    "大班": "large",
    "小班": "small",
    "先備少": "novice",
    "先備多": "expert",
    "其他母語": "language",
    "無障礙需求": "access",
    "危險或高代價": "hazard",
}

RULES = Register(
    kind="method_rules",
    node="strategy.MethodRule",
    title=_("Advice on methods"),
    one=_("Rule of advice"),
    help=_("Which method suits which level and constraint, why, and who says so."),
    order=147,
    model=MethodRule,
    columns=(
        code_column("規則代碼", "Rule code"),
        choice_column("level", "認知層次", "Level", LEVEL_WORDS, required=False),
        choice_column("constraint", "限制", "Constraint", CONSTRAINTS, required=False),
        *twin("method", "建議方法", "Method", required=True),
        *twin("reason", "理由", "Reason", TEXT_LENGTH, required=True),
        *twin("principle", "學習原理", "Principle", 120, required=True),
        Column("source", "出處", "Source", required=True, max_length=300),
        number_column("order", "順序", "Order", high=999, required=False),
    ),
    rules=lambda values: (
        [] if values.get("level") or values.get("constraint")
        else [("level", "rule_for_nothing", _("Name a level, a constraint or both."))]
    ),
    label=lambda row: f"{row.code} {row.method}",
    page=lambda row: reverse("strategy:method_rules"),
)  # fmt: skip

VERBS = Register(
    kind="bloom_verbs",
    node="strategy.BloomVerb",
    title=_("Verbs of objectives"),
    one=_("Verb"),
    help=_("Which verb shows which cognitive level, in Chinese and English."),
    order=148,
    model=BloomVerb,
    key=("language", "verb", "level"),
    columns=(
        choice_column("language", "語言", "Language", {"中文": "zh", "英文": "en"}),
        Column("verb", "動詞", "Verb", required=True, max_length=60),
        choice_column("level", "認知層次", "Level", LEVEL_WORDS),
    ),
    label=lambda row: f"{row.verb} ({row.get_level_display()})",
    page=lambda row: reverse("strategy:verbs"),
)

REGISTERS = (RULES, VERBS)
