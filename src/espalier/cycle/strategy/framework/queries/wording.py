"""Steps of a confirmed procedure in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from espalier.cycle.strategy.framework.models import DivisionOfWork
from espalier.kit.accounts.types import ROLE_WORDS, Role
from espalier.kit.approval.words import KINDS
from espalier.kit.consultation.wording import DECISIONS

PARTS = dict(DivisionOfWork.Part.choices)


def step_words(step: Mapping[str, Any]) -> dict[str, str]:
    """Everything a table says of one step; the step is as the confirmation kept it."""
    english = (get_language() or "").startswith("en")
    role = str(ROLE_WORDS[Role(step["role"])]) if step["role"] else ""
    return {
        "order": str(step["order"]),
        "kind": str(KINDS.get(step["kind"], step["kind"])),
        "title": (english and step["title_en"]) or step["title"],
        "who": step["person"] or role,
        "amount": _amount(step["min_amount"], step["max_amount"]),
        "days": _("%(n)s working days") % {"n": step["days"]} if step["days"] else "–",
        "quorum": _quorum(step),
    }


def _amount(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return _("every amount")
    if high is None:
        return _("NT$%(low)s and more") % {"low": f"{low:,}"}
    if low is None:
        return _("up to NT$%(high)s") % {"high": f"{high:,}"}
    return _("NT$%(low)s to NT$%(high)s") % {"low": f"{low:,}", "high": f"{high:,}"}


def _quorum(step: Mapping[str, Any]) -> str:
    if step["is_vote"]:
        return _("by vote")
    return str(step["quorum"]) if step["quorum"] else _("one person")


def decision_words(decision: str) -> str:
    """What was decided about a request; empty where nothing was decided yet."""
    return str(dict(DECISIONS).get(decision, "")) if decision else ""
