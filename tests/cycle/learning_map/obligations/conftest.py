"""A company with three norms, one module that serves them, and people who did some of it."""

from datetime import date

import pytest

from espalier.cycle.learning_map.norms import services as norms
from espalier.cycle.learning_map.norms.models import NormModule
from espalier.cycle.learning_map.norms.types import NormContent, Rule, Target
from tests.factories import learning_map as make

BEFORE = date(2025, 1, 1)


def add_norm(code, title, module=None, **asked):
    """A norm in force since 2025, which a module serves."""
    rule = Rule(target=asked.pop("target", Target(everyone=True)), **asked)
    content = NormContent(
        "organisational", title, "known", title_en=f"{code} in English", source=f"{code} 第 1 條"
    )
    made = norms.create_norm(
        code=code, content=content, rule=rule, effective_from=BEFORE, by=make.BY, at=make.AT
    )
    if module is not None:
        NormModule.objects.create(norm=made, module=module.module)
    return made


@pytest.fixture
def bound(company):
    """Ann did her three hours in 2024, Bob nothing; both were hired on 2024-03-01."""
    company.module = make.published("SAFE", minutes=180, name="安全課程")
    company.safety = add_norm(
        "SAFETY", "安全訓練", company.module, window="rolling", months=36, minutes=180
    )
    company.yearly = add_norm(
        "YEARLY", "年度法遵", company.module, window="calendar", months=12, minutes=360
    )
    company.aid = add_norm(
        "AID", "急救訓練", window="rolling", months=36, minutes=960, first_due_months=0,
        target=Target(duties=("急救人員",)),
    )  # fmt: skip
    make.completion(company.ann, company.module, date(2024, 5, 6))
    return company
