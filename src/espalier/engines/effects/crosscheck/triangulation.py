"""What several instruments say about one objective: do they point the same way, and if not, why perhaps?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from espalier.engines.figures.types import Interval, Said, VerdictCode

FAR_APART_DAYS = 30
WEAK_RELIABILITY = 0.70
NARROW_RATIO = 0.80


class Convergence(StrEnum):
    """How the instruments of one objective agree."""

    CONVERGENT = "convergent"  # all decided, all the same way
    PARTLY = "partly"  # some do not decide
    DIVERGENT = "divergent"  # they contradict each other
    SINGLE = "single"  # one instrument only: nothing to hold it against


class Reason(StrEnum):
    """What could make two instruments differ without either being wrong."""

    METHOD = "method"
    TIMING = "timing"
    RELIABILITY = "reliability"
    RANGE = "range_restriction"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one instrument found about one objective.

    ``estimate`` and ``interval`` are optional and only compared within the same ``unit``; ``reliability`` 0–1 of these
    scores; ``measured_on_day`` counted from any common day; ``sd_ratio`` SD of those measured / SD of all.
    """

    objective: str
    instrument: str
    method: str
    code: VerdictCode
    n: int
    is_worse: bool = False
    estimate: float | None = None
    interval: Interval | None = None
    unit: str = ""
    reliability: float | None = None
    measured_on_day: int | None = None
    sd_ratio: float | None = None

    def __post_init__(self) -> None:
        if not (self.objective and self.instrument and self.method):
            raise ValueError("finding: objective, instrument and method must be named")
        if self.n < 1:
            raise ValueError(f"finding: {self.instrument} measured {self.n} persons")
        if self.reliability is not None and not self.reliability <= 1:
            raise ValueError(f"finding: reliability {self.reliability} of {self.instrument}")
        if self.sd_ratio is not None and not self.sd_ratio > 0:
            raise ValueError(f"finding: sd_ratio {self.sd_ratio} of {self.instrument}")

    @property
    def direction(self) -> str:
        """better, worse, none or open."""
        if self.code is VerdictCode.UNCLEAR:
            return "open"
        if self.code is VerdictCode.NO_SIGN:
            return "none"
        return "worse" if self.is_worse else "better"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two instruments that cannot both be taken at their word, with what may explain it."""

    objective: str
    first: str
    second: str
    reasons: tuple[Reason, ...]
    sentence: Said


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """One objective: its findings and whether they converge."""

    objective: str
    findings: tuple[Finding, ...]
    convergence: Convergence
    reasons: tuple[Reason, ...]
    sentence: Said


@dataclass(frozen=True, slots=True)
class Triangulation:
    """One row an objective, in the order first met, and every contradiction."""

    rows: tuple[ObjectiveRow, ...]
    contradictions: tuple[Contradiction, ...]
    n_used: int
    sentence: Said


def triangulate(findings: Sequence[Finding]) -> Triangulation:
    """Hold the findings of each objective against each other.

    *convergent*: all instruments decide (clear, likely or no sign) and alike; *partly*: those that decide are
    alike, others are unclear; *divergent*: two decide differently, or their intervals in the same unit do not touch.

    Raises
    ------
    ValueError
        No finding, or an instrument twice for one objective.

    References
    ----------
    Denzin, The Research Act, 1978, ch. 10 (triangulation). Thresholds: house rule, statistics.md 1.7.
    Checked against: a table of cases by hand in the tests.

    Examples
    --------
    >>> rows = [Finding("sell", "test", "test", VerdictCode.CLEAR, 40),
    ...         Finding("sell", "boss", "rating", VerdictCode.NO_SIGN, 12)]
    >>> triangulate(rows).rows[0].convergence.value
    'divergent'
    """
    if not findings:
        raise ValueError("triangulate: no finding")
    grouped: dict[str, list[Finding]] = {}
    for each in findings:
        grouped.setdefault(each.objective, []).append(each)
    rows, contradictions = [], []
    for objective, found in grouped.items():
        if len({each.instrument for each in found}) < len(found):
            raise ValueError(f"triangulate: an instrument twice for {objective!r}")
        against = [_contradiction(a, b) for a, b in combinations(found, 2) if _contradict(a, b)]
        contradictions += against
        rows.append(_row(objective, found, against))
    return Triangulation(
        tuple(rows), tuple(contradictions), len(findings), _summary(rows, contradictions)
    )


def _contradict(a: Finding, b: Finding) -> bool:
    both = {a.direction, b.direction}
    if "open" not in both and len(both) == 2:
        return True
    if a.interval is None or b.interval is None or not a.unit or a.unit != b.unit:
        return False
    return a.interval.high < b.interval.low or b.interval.high < a.interval.low


def _row(
    objective: str, found: Sequence[Finding], against: Sequence[Contradiction]
) -> ObjectiveRow:
    decided = [each.direction for each in found if each.direction != "open"]
    if len(found) == 1:
        code = Convergence.SINGLE
    elif against:
        code = Convergence.DIVERGENT
    else:
        code = Convergence.CONVERGENT if len(decided) == len(found) else Convergence.PARTLY
    reasons = tuple(dict.fromkeys(reason for each in against for reason in each.reasons))
    what = (
        "、".join(each.instrument for each in found),
        ", ".join(each.instrument for each in found),
    )
    told = _SAID[code].filled(objective=objective, n=len(found))
    return ObjectiveRow(
        objective,
        tuple(found),
        code,
        reasons,
        told + Said(f"（{what[0]}）", f"({what[1]})") + _why(reasons),
    )


def _contradiction(a: Finding, b: Finding) -> Contradiction:
    reasons = tuple(_reasons(a, b))
    return Contradiction(
        a.objective,
        a.instrument,
        b.instrument,
        reasons,
        Said(
            f"「{a.objective}」：{a.instrument} 與 {b.instrument} 說法不同。",
            f"{a.objective}: {a.instrument} and {b.instrument} disagree.",
        )
        + _why(reasons),
    )


def _reasons(a: Finding, b: Finding) -> list[Reason]:
    found = [Reason.METHOD] if a.method != b.method else []
    days = (a.measured_on_day, b.measured_on_day)
    if days[0] is not None and days[1] is not None and abs(days[0] - days[1]) > FAR_APART_DAYS:
        found.append(Reason.TIMING)
    if any(each.reliability is not None and each.reliability < WEAK_RELIABILITY for each in (a, b)):
        found.append(Reason.RELIABILITY)
    if any(each.sd_ratio is not None and each.sd_ratio < NARROW_RATIO for each in (a, b)):
        found.append(Reason.RANGE)
    return found


_SAID = {
    Convergence.CONVERGENT: Said(
        "「{objective}」：{n} 項工具方向一致，可據以下結論。",
        "{objective}: {n} instruments point the same way; the conclusion can rest on them.",
    ),
    Convergence.PARTLY: Said(
        "「{objective}」：部分工具尚不清楚，結論請保留。",
        "{objective}: some instruments do not decide; keep the conclusion open.",
    ),
    Convergence.DIVERGENT: Said(
        "「{objective}」：{n} 項工具互相矛盾，請先查原因再下結論。",
        "{objective}: {n} instruments contradict each other; find out why before concluding.",
    ),
    Convergence.SINGLE: Said(
        "「{objective}」：只有一項工具，無從對照。",
        "{objective}: one instrument only, nothing to hold it against.",
    ),
}
_REASONS = {
    Reason.METHOD: Said("評量方法不同", "different methods"),
    Reason.TIMING: Said("施測時間相隔超過 30 天", "measured more than 30 days apart"),
    Reason.RELIABILITY: Said("有工具的分數信度低於 .70", "scores with a reliability below .70"),
    Reason.RANGE: Said("受測者的範圍太窄", "a narrowed range of persons"),
}


def _why(reasons: Sequence[Reason]) -> Said:
    if not reasons:
        return Said("。", ".")
    return Said(
        "可能原因：" + "、".join(_REASONS[each].zh for each in reasons) + "。",
        "Possible reasons: " + ", ".join(_REASONS[each].en for each in reasons) + ".",
    )


def _summary(rows: Sequence[ObjectiveRow], contradictions: Sequence[Contradiction]) -> Said:
    n = {code: sum(row.convergence is code for row in rows) for code in Convergence}
    return Said(
        f"{len(rows)} 項目標中，一致 {n[Convergence.CONVERGENT]} 項、部分一致 {n[Convergence.PARTLY]} 項、"
        f"矛盾 {n[Convergence.DIVERGENT]} 項、只有單一工具 {n[Convergence.SINGLE]} 項；"
        f"共 {len(contradictions)} 處矛盾，請逐一說明後再寫進評估報告。",
        f"Of {len(rows)} objectives {n[Convergence.CONVERGENT]} converge, {n[Convergence.PARTLY]} partly, "
        f"{n[Convergence.DIVERGENT]} diverge, {n[Convergence.SINGLE]} rest on one instrument; "
        f"explain the {len(contradictions)} contradictions before they go into the report.",
    )
