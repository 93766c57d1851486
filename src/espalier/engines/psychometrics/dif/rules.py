"""When fairness of single items may be judged, and the words for how much they differ.

References
----------
ETS classes: Zieky, M. 1993 in Holland & Wainer, Differential Item Functioning, 337–347; Zwick, R. 2012, ETS
RR-12-08. Sizes: 200 in the smaller group, 100 with caution (``statistics.md`` 1.2). Jodoin, M. G., Gierl, M. J. 2001,
Applied Measurement in Education 14, 329–349 (ΔR² .035 and .070).
"""

from enum import StrEnum

from espalier.engines.figures.types import Assumption, Refusal, Said
from espalier.engines.psychometrics.dif.matching import Matched

LEAST, GOOD = 100, 200
SIGNIFICANT = 0.05
MODERATE_R2, LARGE_R2 = 0.035, 0.070
ONE_SIDED = 1.6448536269514722


class DifClass(StrEnum):
    """A: negligible; B: moderate, look at it; C: large, do not use it until it is explained."""

    A = "A"
    B = "B"
    C = "C"


def ets_class(delta: float, se: float, p: float) -> DifClass:
    """A: |Δ| < 1 or not distinguishable from 0; C: |Δ| ≥ 1.5 and clearly above 1; B: between.

    Parameters
    ----------
    p : float
        Of Δ = 0, adjusted for many items.

    Examples
    --------
    >>> ets_class(-2.0, 0.2, 0.001).value, ets_class(-2.0, 0.9, 0.03).value, ets_class(-0.8, 0.1, 0.001).value
    ('C', 'B', 'A')
    """
    if abs(delta) < 1 or p >= SIGNIFICANT:
        return DifClass.A
    is_large = abs(delta) >= 1.5 and abs(delta) - 1 > ONE_SIDED * se
    return DifClass.C if is_large else DifClass.B


def jodoin_gierl_class(delta_r2: float, p: float) -> DifClass:
    """A: ΔR² < .035 or not distinguishable from none; C: from .070; B: between.

    >>> jodoin_gierl_class(0.05, 0.001).value, jodoin_gierl_class(0.08, 0.2).value
    ('B', 'A')
    """
    if delta_r2 < MODERATE_R2 or p >= SIGNIFICANT:
        return DifClass.A
    return DifClass.C if delta_r2 >= LARGE_R2 else DifClass.B


def refused(method: str, people: Matched) -> Refusal | None:
    """Groups too small to judge single questions."""
    smaller = min(people.n_reference, people.n_focal)
    if smaller >= LEAST:
        return None
    return Refusal(
        method,
        "group_too_small",
        Said(
            "人數較少的一組只有 {n} 人（至少要 {least} 人），不足以判斷單一試題是否公平。",
            "Groups too small to judge fairness of single questions: the smaller one has {n} people, {least} are "
            "the least.",
        ).filled(n=smaller, least=LEAST),
        Said(
            "請先請專家檢視題目用語和情境，並累積各組的作答資料。",
            "Have the wording and setting of the questions reviewed, and bank answers of both groups.",
        ),
        people.n_reference + people.n_focal,
    )


def nothing_to_judge(method: str, people: Matched) -> Refusal:
    """No item gives a finite figure."""
    return Refusal(
        method,
        "no_item_compares",
        Said(
            "沒有任何一題能在同分的兩組之間比較（例如全部答對、全部答錯，或兩組分數完全不重疊）。",
            "No question compares the groups at equal scores (all right, all wrong, or scores that never meet).",
        ),
        Said(
            "請先看各組的答對率與分數分布。",
            "Look at the shares right and the scores of both groups first.",
        ),
        people.n_reference + people.n_focal,
    )


def warnings_of(people: Matched, n_merged: int) -> tuple[Said, ...]:
    """Small groups, and scores that were joined."""
    found = []
    smaller = min(people.n_reference, people.n_focal)
    if smaller < GOOD:
        found.append(
            Said(
                "人數較少的一組只有 {n} 人，結果請謹慎看待（{good} 人以上較可靠）。",
                "The smaller group has {n} people only: read with caution ({good} are wanted).",
            ).filled(n=smaller, good=GOOD)
        )
    if n_merged:
        found.append(
            Said(
                "有 {n} 個分數因某一組沒有人，已和相鄰分數合併。",
                "{n} scores were joined with a neighbour, because one group had nobody there.",
            ).filled(n=n_merged)
        )
    return tuple(found)


def assumptions_of() -> tuple[Assumption, ...]:
    """What matching by score takes for granted."""
    return (
        Assumption(
            "score_is_fair",
            None,
            Said(
                "以總分配對，假設測驗整體對兩組公平；若整份測驗都偏，逐題檢查看不出來。",
                "People are matched by score, which takes the test as a whole to be fair; a bias of all items "
                "cannot be seen.",
            ),
        ),
        Assumption(
            "cause_unknown",
            None,
            Said(
                "題目對兩組不同，不等於題目有偏見；原因要由熟悉內容的人判斷。",
                "A question that differs is not thereby biased; why it differs is for people who know the content.",
            ),
        ),
    )


def of_screen(
    *, n: tuple[int, int], n_items: int, large: list[str], moderate: list[str], is_purified: bool
) -> Said:
    """What a screen of all items says."""
    head = Said(
        "比較能力相近的兩組（{r} 人與 {f} 人），{k} 題中，",
        "Comparing people of like score in both groups ({r} and {f} people), of {k} questions",
    ).filled(r=f"{n[0]:,}", f=f"{n[1]:,}", k=n_items)
    if not large and not moderate:
        return head + Said(
            "沒有看到明顯對某一組較不利的試題；人數不多時小的差異仍可能看不到。",
            "none is seen to be clearly harder for one of them; small differences may stay unseen in groups of "
            "this size.",
        )
    parts = []
    for names, zh, en in (
        (large, "差異大", "differ much"),
        (moderate, "差異中等", "differ moderately"),
    ):
        if names:
            parts.append(Said(f"{'、'.join(names)} {zh}", f"{', '.join(names)} {en}"))
    text = head + Said("，".join(p.zh for p in parts), "; ".join(p.en for p in parts))
    text += Said("（已校正多題檢定）。", "(adjusted for many tests).")
    if is_purified:
        text += Said(
            "配對的總分已排除這些有疑問的試題。",
            "Suspect questions were left out of the matching score.",
        )
    return text + Said(
        "請由熟悉內容的人檢視這些題，釐清原因前不要用它們做及格決定。",
        "Have these reviewed by people who know the content; use none for pass or fail until the reason is clear.",
    )
