"""What a G-study says: names of facets and effects, warnings, sentence and advice."""

from dataclasses import dataclass

from espalier.engines.figures.types import Assumption, Interval, Said
from espalier.engines.psychometrics.generalizability.decision import DStudy

FACET_NAMES = {
    "r": Said("評分者", "raters"),
    "i": Said("題目", "items"),
    "o": Said("場合", "occasions"),
    "t": Said("任務", "tasks"),
}
EFFECT_NAMES = {
    "r": Said("評分者寬嚴不同", "raters differing in severity"),
    "i": Said("題目難易不同", "items differing in difficulty"),
    "o": Said("各場合高低不同", "occasions differing in level"),
    "t": Said("任務難易不同", "tasks differing in difficulty"),
    "r:t": Said("同一任務內評分者寬嚴不同", "raters within a task differing in severity"),
    "pi": Said("每人擅長的題目不同", "persons being good at different items"),
    "po": Said("每人在各場合表現不同", "persons being better on different occasions"),
    "pt": Said("每人擅長的任務不同", "persons being good at different tasks"),
    "io": Said("題目難易隨場合改變", "items changing with the occasion"),
    "pr_e": Said(
        "評分者對個別受評者看法不同及誤差", "raters seeing single persons differently, and error"
    ),
    "pio_e": Said("三者交互作用及誤差", "all three together, and error"),
    "pr:t_e": Said(
        "評分者對個別受評者看法不同及誤差", "raters seeing single persons differently, and error"
    ),
}


@dataclass(frozen=True, slots=True)
class Component:
    """``variance`` is ``raw`` with a negative value set to 0; ``share`` of the total, 0–1."""

    effect: str
    variance: float
    raw: float
    share: float


def assumptions() -> tuple[Assumption, ...]:
    said = Said(
        "評分者、題目等都視為從更大的母群隨機抽出",
        "raters, items and the like are seen as drawn from a larger world of them",
    )
    return (Assumption("random_facets", None, said),)


def warnings_of(found: tuple[Component, ...], estimator: str, converged: bool) -> tuple[Said, ...]:
    negative = [each.effect for each in found if each.raw < 0]
    said = []
    if negative:
        names = "、".join(negative), ", ".join(negative)
        said.append(
            Said(
                f"{names[0]} 的估計值為負，當作 0。",
                f"The estimate of {names[1]} is negative and was set to 0.",
            )
        )
    if estimator == "reml":
        said.append(
            Said(
                "資料有缺漏，改用 REML 估計；係數指補齊後的完整安排，不附區間。",
                "The table has holes: REML; the coefficients are of the full plan without holes, and have no interval.",
            )
        )
    if not converged:
        said.append(
            Said(
                "估計未收斂，數字僅供參考。",
                "The search did not come to an end; do not rely on the numbers.",
            )
        )
    return tuple(said)


def _sizes(plan: DStudy) -> Said:
    zh = "、".join(f"{n} 個{FACET_NAMES[facet].zh}" for facet, n in plan.sizes.items())
    return Said(zh, " and ".join(f"{n} {FACET_NAMES[facet].en}" for facet, n in plan.sizes.items()))


def sentence_of(
    found: tuple[Component, ...],
    observed: DStudy,
    phi: Interval | None,
    enough: DStudy | None,
    n: int,
) -> Said:
    person, sizes = found[0].share, _sizes(observed)
    largest = max(found[1:], key=lambda each: each.variance)
    range_zh = f"（可能介於 {phi.low:.2f} 與 {phi.high:.2f}）" if phi else ""
    range_en = f" (likely between {phi.low:.2f} and {phi.high:.2f})" if phi else ""
    head_zh = "足以做及格決定" if observed.phi >= 0.8 else "還不足以做及格決定"
    head_en = "dependable enough" if observed.phi >= 0.8 else "not yet dependable enough"
    return Said(
        f"這組分數{head_zh}：以 {sizes.zh}評 {n} 人，Φ 為 {observed.phi:.2f}{range_zh}，用於排序的 Eρ² 為 "
        f"{observed.e_rho2:.2f}。"
        f"單一分數的差異有 {person:.0%} 來自受評者，"
        f"最大的干擾是{EFFECT_NAMES[largest.effect].zh}（{largest.share:.0%}）。",
        f"These scores are {head_en} for a pass decision: with {sizes.en} for {n} persons Φ is {observed.phi:.2f}"
        f"{range_en}, and Eρ² for ranking {observed.e_rho2:.2f}. Of a single score's differences {person:.0%} lie "
        f"between persons; the largest disturbance is "
        f"{EFFECT_NAMES[largest.effect].en} ({largest.share:.0%}).",
    ) + _advice(observed, enough)


def _advice(observed: DStudy, enough: DStudy | None) -> Said:
    if observed.phi >= 0.8:
        return Said("可以維持目前的安排。", "The present plan may stay.")
    if enough is None:
        return Said(
            "即使大幅增加次數也到不了 .80，請先改善題目或評分規準。",
            "Even many more observations would not reach .80: better the tasks or the rubric first.",
        )
    sizes = _sizes(enough)
    return Said(
        f"要達到 .80，最省的安排約為 {sizes.zh}。",
        f"To reach .80 the cheapest plan is about {sizes.en}.",
    )
