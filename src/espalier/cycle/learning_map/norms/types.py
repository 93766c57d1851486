"""What a norm says and asks for, apart from how it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

NORM = "learning_map.Norm"  # the kind of record, as documents and the thread name it


def _sort(item: object, *names: str) -> None:
    """Lists without an order of their own are kept in one, so that equal rules are equal."""
    for name in names:
        object.__setattr__(item, name, tuple(sorted(getattr(item, name))))


@dataclass(frozen=True, slots=True)
class NormContent:
    """What is known about a norm and its source. Dates that nobody recorded are None."""

    kind: str
    title: str
    status: str
    topic: str = ""
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    source: str = ""
    source_url: str = ""
    source_dated: date | None = None
    checked_on: date | None = None
    review_on: date | None = None
    is_applied: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a rule binds, besides the positions the norm is linked to.

    A person is bound when **any** of ``everyone``, ``categories``, ``tiers``, ``duties``, ``licences`` or a
    linked position applies, and **all** limits hold: ``min_headcount``/``max_headcount`` (of the whole
    organisation, both inclusive) and ``hired_from`` (hired on this day or later).
    """

    everyone: bool = False
    categories: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    min_headcount: int | None = None
    max_headcount: int | None = None
    hired_from: date | None = None

    def __post_init__(self) -> None:
        _sort(self, "categories", "tiers", "duties", "licences")

    def to_json(self) -> dict[str, Any]:
        """Only what is said, so that the same target is stored the same way."""
        told = {
            "everyone": self.everyone,
            "categories": list(self.categories),
            "tiers": list(self.tiers),
            "duties": list(self.duties),
            "licences": list(self.licences),
            "min_headcount": self.min_headcount,
            "max_headcount": self.max_headcount,
            "hired_from": self.hired_from.isoformat() if self.hired_from else None,
        }
        return {key: value for key, value in told.items() if value not in (None, [], False)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Target":
        hired = told.get("hired_from")
        return cls(
            everyone=bool(told.get("everyone")),
            categories=tuple(told.get("categories", ())),
            tiers=tuple(told.get("tiers", ())),
            duties=tuple(told.get("duties", ())),
            licences=tuple(told.get("licences", ())),
            min_headcount=told.get("min_headcount"),
            max_headcount=told.get("max_headcount"),
            hired_from=date.fromisoformat(hired) if hired else None,
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """What a version of a norm asks for.

    Units: ``months`` is the length of the window; ``minutes`` None means that the norm fixes no hours, so one
    completed module fulfils it. What ``first_due_months``, ``lookback_months``, ``again_on_change``,
    ``first_period`` and ``covers_incumbents`` do is said in ``engines.obligations.types.Norm``.
    ``modes`` empty allows every mode; ``mode_caps`` maps a mode to the most minutes of it that count;
    ``content_minutes`` maps a content tag to the least minutes of it that are asked for.
    """

    window: str = "none"
    months: int | None = None
    grace_days: int = 0
    first_due_months: int | None = None
    lookback_months: int | None = None
    again_on_change: str = "none"
    first_period: str = "full"
    covers_incumbents: bool = True
    notice_days: int = 60
    minutes: int | None = None
    modes: tuple[str, ...] = ()
    mode_caps: tuple[tuple[str, int], ...] = ()
    content_minutes: tuple[tuple[str, int], ...] = ()
    target: Target = field(default_factory=Target)
    is_shareable: bool = True
    is_working_time: bool = True
    on_leave: str = "runs"
    evidence: str = ""

    def __post_init__(self) -> None:
        _sort(self, "modes", "mode_caps", "content_minutes")

    def to_json(self) -> dict[str, Any]:
        """Every field as plain data, so that a document can keep the rule it was written from."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return told | {
            "modes": list(self.modes),
            "mode_caps": dict(self.mode_caps),
            "content_minutes": dict(self.content_minutes),
            "target": self.target.to_json(),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Rule":
        structured = {
            "modes": tuple(told["modes"]),
            "mode_caps": tuple(told["mode_caps"].items()),
            "content_minutes": tuple(told["content_minutes"].items()),
            "target": Target.from_json(told["target"]),
        }
        return cls(**{**told, **structured})

    @property
    def is_duty(self) -> bool:
        """Whether somebody has to learn something by some day; a principle without a term is none."""
        return self.window != "none"


@dataclass(frozen=True, slots=True)
class ModuleLink:
    """Hours of a module serve a norm. ``credit_minutes`` None: all of them."""

    module_id: int
    code: str
    credit_minutes: int | None = None
    content_tag: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A person is exempt from the norm; ``until`` is the last day, None means for good."""

    employee_id: int
    reason: str
    starts_on: date
    until: date | None
    approved_by: str


@dataclass(frozen=True, slots=True)
class NormFace:
    """How a norm is named on the pages of other rooms."""

    id: int
    code: str
    title: str
    title_en: str
    kind: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class NormInForce:
    """A norm with the version of its rule in force on a day and everything linked to it."""

    id: int
    version_id: int
    version_no: int
    code: str
    content: NormContent
    rule: Rule
    effective_from: date
    effective_to: date | None
    first_effective_from: date
    position_ids: tuple[int, ...] = ()
    modules: tuple[ModuleLink, ...] = ()
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class NormRow:
    """A norm as a sheet brings it: content, rule, since when it holds, and an interpretation to keep."""

    content: NormContent
    rule: Rule
    effective_from: date
    effective_to: date | None = None
    interpretation: str = ""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link of a norm as a sheet brings it; ``kind`` is "module" or "position"."""

    norm_code: str
    kind: str
    code: str
    credit_minutes: int | None = None
    content_tag: str = ""


@dataclass(frozen=True, slots=True)
class ExemptionRow:
    """An exemption as a sheet brings it."""

    norm_code: str
    employee_number: str
    reason: str
    starts_on: date
    until: date | None
    approved_by: str
