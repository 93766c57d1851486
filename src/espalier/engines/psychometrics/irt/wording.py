"""What results of this room say to a training manager, in both languages."""

from collections.abc import Sequence

from espalier.engines.figures.types import Assumption, Refusal, Said
from espalier.engines.psychometrics.irt.curves import Model
from espalier.engines.psychometrics.irt.gates import GOOD_RASCH, said_of_model
from espalier.engines.psychometrics.irt.maximisation import Penalty
from espalier.engines.psychometrics.irt.responses import Responses

NOT_CONVERGED = Said(
    "計算在上限步數內沒有收斂，數字只能當草稿。",
    "The computation did not come to rest within its limit: take the numbers as a draft.",
)
SHOWN = 6


def of_calibration(
    model: Model,
    *,
    n: int,
    places: Sequence[tuple[str, float]],
    weak: Sequence[str],
    n_items: int,
    error: float | None,
    converged: bool,
) -> Said:
    """Verdict, size, uncertainty, why, what to do."""
    text = said_of_model(
        Said(
            "{n} 人的作答已用「{model}」把 {k} 題放在同一把量尺上。",
            "{k} questions now stand on one scale, from the answers of {n} people ({model}).",
        ),
        model,
        n=f"{n:,}",
        k=n_items,
    )
    if places and error is not None:
        easy, hard = min(places, key=_place), max(places, key=_place)
        text += Said(
            "最容易的是 {easy}（{low:+.1f}），最難的是 {hard}（{high:+.1f}），單位是這群人能力的標準差，0 "
            "是平均；難度的誤差多在 ±{error:.2f} 左右。",
            "Easiest is {easy} ({low:+.1f}), hardest {hard} ({high:+.1f}), in standard deviations of these "
            "people from their average; difficulties are typically uncertain by ±{error:.2f}.",
        ).filled(easy=easy[0], low=easy[1], hard=hard[0], high=hard[1], error=1.96 * error)
    if weak:
        text += Said(
            "看不出 {items} 能區分能力高低（或方向相反）：先檢查答案鍵和題意，再決定要不要放入題庫。",
            "{items} cannot be seen to separate weaker from stronger people (or does so backwards): check key "
            "and wording before it enters the bank.",
        ).filled(items=named(weak))
    else:
        text += Said(
            "每一題都看得出能區分能力；這是這群人的結果，換一群人要再確認。",
            "Every question can be seen to separate; this holds for these people, check it again with others.",
        )
    return text if converged else NOT_CONVERGED + text


def _place(each: tuple[str, float]) -> float:
    return each[1]


def named(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" (+{more})" if more > 0 else "")


def not_held(model: Model, items: Sequence[str], n: int) -> Refusal:
    """The data do not hold the slope or the intercept of some items."""
    return Refusal(
        model.value,
        "not_held_by_data",
        Said(
            "資料撐不住 {items} 的參數（例如某題把高低分的人完全分開，或選項幾乎沒有變化），估計會跑到無限大。",
            "The data do not hold the parameters of {items} (a question that separates perfectly, or hardly "
            "varies): the estimates run off without limit.",
        ).filled(items=named(items)),
        Said(
            "請排除這些試題、加上鑑別度的先驗分配，或改用 Rasch 模式。",
            "Leave them out, use the prior on discrimination, or fit the Rasch model.",
        ),
        n,
    )


ALWAYS = (
    Assumption(
        "one_ability",
        None,
        Said(
            "所有試題測的是同一種能力；本分析沒有檢查。",
            "All questions measure one ability; not checked here.",
        ),
    ),
    Assumption(
        "normal_people",
        None,
        Said(
            "學員能力大致呈常態分配；本分析沒有檢查。",
            "Abilities are roughly normal; not checked here.",
        ),
    ),
)
MISSING_AT_RANDOM = Said(
    "有 {n} 個空白，假設空白與會不會無關；若是沒時間作答就不成立。",
    "{n} answers are missing, taken as unrelated to knowing; untrue where time ran out.",
)
EQUAL_SLOPES = Said(
    "每題的鑑別度相同；可用二參數模式對照。",
    "All questions discriminate alike; compare with the two-parameter model.",
)
PRIOR = Said(
    "估計用了先驗分配，會往常見的值靠攏。",
    "A prior was used: estimates lean towards usual values.",
)


def assumptions_of(model: Model, responses: Responses, penalty: Penalty) -> tuple[Assumption, ...]:
    """What the model takes for granted, and whether it could be looked at."""
    found = list(ALWAYS)
    if responses.n_missing:
        said = MISSING_AT_RANDOM.filled(n=responses.n_missing)
        found.append(Assumption("missing_at_random", None, said))
    if model is Model.RASCH:
        found.append(Assumption("equal_slopes", None, EQUAL_SLOPES))
    if penalty.a is not None or penalty.c is not None:
        found.append(Assumption("prior", None, PRIOR))
    return tuple(found)


def warnings_of(model: Model, responses: Responses, converged: bool) -> tuple[Said, ...]:
    """What a reader must know before using the numbers."""
    found = []
    n = round(responses.n_people)
    if model is Model.RASCH and n < GOOD_RASCH:
        found.append(
            Said(
                "只有 {n} 人，難度約有 ±1 個對數單位的誤差；{good} 人以上才約 ±0.5。",
                "Only {n} people: difficulties are good to about ±1 logit; {good} people would give about ±0.5.",
            ).filled(n=n, good=GOOD_RASCH)
        )
    if not converged:
        found.append(NOT_CONVERGED)
    return tuple(found)


def of_abilities(*, n: int, reliability: float, error: float) -> Said:
    """Scores of people: how far they separate them."""
    if reliability >= 0.9:
        use = Said(
            "足以對個人做決定，但臨界分數附近仍要看誤差。",
            "Good enough for decisions on persons, with a look at the error near the pass mark.",
        )
    elif reliability >= 0.7:
        use = Said(
            "可以比較團體；對個人做及格決定要再加資料。",
            "Good enough to compare groups; for pass or fail of a person add more evidence.",
        )
    else:
        use = Said(
            "還分不清個人高低，請不要用它對個人下判斷。",
            "It does not yet tell persons apart; do not judge anyone by it.",
        )
    return (
        Said(
            "這是 {n} 人的保守分數（會往平均靠攏），每個人的誤差約 ±{error:.2f} 個標準差；這群人分數的信度約 "
            "{rel:.2f}。",
            "These are cautious scores of {n} people (drawn towards the average), each uncertain by about "
            "±{error:.2f} standard deviations; the reliability of the scores of this group is about {rel:.2f}.",
        ).filled(n=f"{n:,}", error=1.96 * error, rel=reliability)
        + use
    )


def of_item_fit(*, n: int, bad: Sequence[str], n_items: int, worst: float) -> Said:
    """Which items the model does not describe."""
    if not bad:
        return Said(
            "{n} 人、{k} 題中，沒有試題明顯偏離模式（偏離程度 RMSEA 最大 {worst:.3f}）；看不出不代表完全吻合。",
            "Of {k} questions answered by {n} people none clearly departs from the model (largest RMSEA "
            "{worst:.3f}); that is no promise of a perfect match.",
        ).filled(n=f"{n:,}", k=n_items, worst=worst)
    return Said(
        "{n} 人、{k} 題中，{items} 的作答與模式不合（RMSEA 最大 {worst:.3f}，已校正多題檢定）。"
        "先看題目內容與答案鍵，再決定換模式或刪題。",
        "Of {k} questions answered by {n} people, {items} do not behave as the model says (largest RMSEA "
        "{worst:.3f}, adjusted for many tests). Look at wording and key first, then change the model or drop the "
        "question.",
    ).filled(n=f"{n:,}", k=n_items, items=named(bad), worst=worst)


def of_information(*, best: float, error: float, at: float, error_at: float) -> Said:
    """Where the test measures best, and how well it does where it matters."""
    return Said(
        "測驗在能力 {best:+.1f} 附近量得最準（誤差 ±{error:.2f} 個標準差）；在您關心的 {at:+.1f} 處誤差是 "
        "±{there:.2f}。若兩處相差很多，請補上難度接近 {at:+.1f} 的試題。",
        "The test measures best near {best:+.1f} (uncertain by ±{error:.2f} standard deviations); at {at:+.1f}, "
        "where you look, by ±{there:.2f}. If the two differ much, add questions of difficulty near {at:+.1f}.",
    ).filled(best=best, error=1.96 * error, at=at, there=1.96 * error_at)


def of_conditional(
    *, n: int, easy: str, hard: str, span: float, error: float, converged: bool
) -> Said:
    """Difficulties without assumptions about the people."""
    text = Said(
        "由 {n} 人的作答比較試題（不需假設這群人的分配）：最容易 {easy}，最難 {hard}，相差 {span:.1f} "
        "個對數單位；每題誤差約 ±{error:.2f}。難度接近的試題先不要分高下。",
        "From {n} people, without assumptions about them: easiest {easy}, hardest {hard}, {span:.1f} logits "
        "apart; each is uncertain by about ±{error:.2f}. Do not rank questions that stand close together.",
    ).filled(n=f"{n:,}", easy=easy, hard=hard, span=span, error=1.96 * error)
    return text if converged else NOT_CONVERGED + text
