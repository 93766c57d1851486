"""The register of resources as the policy handbook lists it, in both languages (O1.1.1, chapter 13)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from espalier.cycle.policy.resources.queries import reading
from espalier.cycle.policy.resources.types import Kind
from espalier.cycle.policy.resources.wording import BASES, KINDS

ORDER = list(Kind)  # people first, money last
SUFFIXES = (("zh-hant", ""), ("en", "_en"))


def inventory_rows(on: date) -> list[dict[str, Any]]:
    """Every resource there is on a day: kind, name, origin, capacity, cost, state, and its id. JSON only."""
    money = reading.money_of_year(on.year + 1) or reading.money_of_year(on.year)
    rows = sorted(reading.inventory(on), key=lambda each: (ORDER.index(each["kind"]), each["code"]))
    return [_row(each, money) for each in rows]


def _row(each: Mapping[str, Any], money: Mapping[int, tuple[int, int]]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": each["id"],
        "name": f"{each['code']} {each['name']}",
        "name_en": f"{each['code']} {each['name_en'] or each['name']}",
    }
    for language, suffix in SUFFIXES:
        with translation.override(language):
            row |= {
                f"kind{suffix}": str(KINDS[each["kind"]]),
                f"origin{suffix}": _("internal") if each["is_internal"] else _("external"),
                f"capacity{suffix}": _capacity(each, money),
                f"cost{suffix}": _cost(each),
                f"state{suffix}": _state(each),
            }
    return row


def _capacity(each: Mapping[str, Any], money: Mapping[int, tuple[int, int]]) -> str:
    if each["id"] in money:
        year, amount = money[each["id"]]
        told = {"year": year, "amount": f"{amount:,}"}
        return _("%(year)s: NT$%(amount)s") % told
    if each["seats"]:
        return _("%(n)s seats") % {"n": each["seats"]}
    return _("%(n)s pieces") % {"n": each["pieces"]} if each["pieces"] > 1 else ""


def _cost(each: Mapping[str, Any]) -> str:
    if each["unit_cost"] is None:
        return ""
    told = {"amount": f"{each['unit_cost']:,}", "basis": BASES.get(each["cost_basis"], "")}
    return _("NT$%(amount)s / %(basis)s") % told


def _state(each: Mapping[str, Any]) -> str:
    if each["rating"] is None:
        return _("in use")
    told = {"score": f"{each['rating']:.1f}", "n": each["n_ratings"]}
    return _("in use, judged %(score)s (n %(n)s)") % told
