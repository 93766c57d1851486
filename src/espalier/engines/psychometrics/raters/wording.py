"""Words for the size of an agreement, and the refusals every method of this room shares.

References
----------
Landis & Koch 1977, Biometrics 33, 159–174 (kappa; the limits are arbitrary). Koo & Li 2016, Journal of Chiropractic
Medicine 15, 155–163 (ICC, judged by its interval). Krippendorff 2004, Content Analysis, 2nd ed., 241.
LeBreton & Senter 2008, Organizational Research Methods 11, 815–852 (r_wg).
"""

from collections.abc import Sequence
from math import inf

from espalier.engines.figures.types import Refusal, Said

Bands = Sequence[tuple[float, Said]]

KAPPA: Bands = (
    (-inf, Said("低於隨機水準", "worse than chance")),
    (0.0, Said("很低", "slight")),
    (0.21, Said("偏低", "fair")),
    (0.41, Said("中等", "moderate")),
    (0.61, Said("高", "substantial")),
    (0.81, Said("很高", "almost perfect")),
)
ICC: Bands = (
    (-inf, Said("不佳", "poor")),
    (0.50, Said("中等", "moderate")),
    (0.75, Said("良好", "good")),
    (0.90, Said("優良", "excellent")),
)
ALPHA: Bands = (
    (-inf, Said("不足以下結論", "too low to rest conclusions on")),
    (0.667, Said("只能下暫時結論", "good enough for tentative conclusions only")),
    (0.800, Said("可以採信", "good enough to rely on")),
)
R_WG: Bands = (
    (-inf, Said("看法不夠一致，不宜平均", "too little agreement to average")),
    (0.70, Said("看法夠一致，可以平均", "enough agreement to average")),
)


def word_of(value: float, bands: Bands) -> Said:
    """The word of the highest band that ``value`` reaches.

    Examples
    --------
    >>> word_of(0.49, KAPPA).en
    'moderate'
    """
    # Rounded as it is shown, so that word and number do not contradict each other.
    return [said for low, said in bands if round(value, 3) >= low][-1]


def too_few(method: str, what: Said, n: int, n_least: int, instead: Said) -> Refusal:
    """There are too few of something for this method; ``instead`` says what to do."""
    reason = Said(
        f"只有 {n} 個{what.zh}，這個方法至少要 {n_least} 個，所以不給數字。",
        f"Only {n} {what.en}; this method needs at least {n_least}, so no number is given.",
    )
    return Refusal(method, "too_few", reason, instead, n_used=n)


def no_variation(method: str, what: Said, n: int) -> Refusal:
    """Nothing varies, so that agreement cannot be told from having no choice."""
    reason = Said(
        f"{what.zh}，沒有變異，無法判斷一致性。",
        f"{what.en}: without variation, agreement cannot be judged.",
    )
    instead = Said(
        "請直接呈現次數，並在下次納入程度不同的作品。",
        "Show the plain counts, and next time include work of different levels.",
    )
    return Refusal(method, "no_variation", reason, instead, n_used=n)
