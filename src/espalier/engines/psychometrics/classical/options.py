"""Distractor analysis: who chose which option, by thirds of the total score, and whether a wrong key is possible."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from espalier.engines.figures.arrays import Bools, Floats, Ints
from espalier.engines.figures.intervals import fisher_z, wilson
from espalier.engines.figures.types import Interval, Refusal, Said
from espalier.engines.psychometrics.classical.groups import LEAST_PEOPLE, extreme_groups
from espalier.engines.psychometrics.classical.wording import JUDGED_FROM, USE_R_REST, Flag, decimals

FUNCTIONAL_SHARE = 0.05  # Haladyna & Downing 1993


@dataclass(frozen=True, eq=False)
class Choice:
    """One option of one question.

    ``by_third`` is its share among the low, middle and high third (``None`` where nobody is in the middle). ``r_rest``
    correlates having chosen it with the score on the other questions, and ``mean_rest`` is the mean of that score
    among those who chose it. ``is_functional`` is ``None`` for the right option.
    """

    label: str
    is_key: bool
    is_no_answer: bool
    n: int
    share: float
    share_interval: Interval
    by_third: tuple[float, float | None, float] | None
    r_rest: float | None
    r_rest_interval: Interval | None
    mean_rest: float | None
    is_functional: bool | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, eq=False)
class Question:
    """One question with its options in the order of their labels."""

    name: str
    key: str
    options: tuple[Choice, ...]

    @property
    def flags(self) -> tuple[Flag, ...]:
        return tuple(flag for option in self.options for flag in option.flags)

    def option(self, label: str) -> Choice:
        """Raises ``KeyError`` for an option nobody chose and that is not the key."""
        return {each.label: each for each in self.options}[label]


@dataclass(frozen=True, eq=False)
class Distractors:
    """Every option of every question. ``thirds``: people in the low, middle and high third, ties included."""

    questions: tuple[Question, ...]
    thirds: tuple[int, int, int] | None
    n_used: int
    n_missing: int
    warnings: tuple[Said, ...]

    @property
    def possible_wrong_keys(self) -> tuple[Question, ...]:
        """Questions where a wrong option goes with doing well elsewhere."""
        return tuple(
            q for q in self.questions if any(f.code == "possible_wrong_key" for f in q.flags)
        )

    @property
    def sentence(self) -> Said:
        """How many keys to check, how many options nobody needs, what to do."""
        keys = ", ".join(q.name for q in self.possible_wrong_keys)
        idle = sum(c.is_functional is False for q in self.questions for c in q.options)
        wrong = sum(not c.is_key and not c.is_no_answer for q in self.questions for c in q.options)
        said = Said(
            "{n} 位學員、{k} 題：{w} 個被選過的誘答選項中，{idle} 個少有人選或選的人並不較差。",
            "{n} learners, {k} questions: of {w} wrong options chosen, {idle} draw few people or not the weaker.",
        ).filled(n=self.n_used, k=len(self.questions), w=wrong, idle=idle)
        if keys:
            return said + Said(
                f"答案可能有誤，請先檢查：{keys}。", f"Possible wrong key, check first: {keys}."
            )
        return said + Said("沒有題目顯示答案有誤。", "No question looks wrongly keyed.")


WRONG_KEY = Said(
    "答案可能有誤：選這個錯誤選項的人，其他題反而較好。",
    "Possible wrong key: those who chose this wrong option do better elsewhere.",
)
RARELY = Said("不到 5% 的人選它，可改寫或刪除。", "Chosen by fewer than 5%: rewrite or drop it.")
TIED = Said(
    "同分的人太多，無法分成高中低三組。", "Too many equal totals: no low, middle and high third."
)


def distractor_analysis(
    choices: ArrayLike,
    key: Sequence[object],
    *,
    no_answer: Sequence[object] = (),
    names: tuple[str, ...] | None = None,
    level: float = 0.95,
) -> Distractors | Refusal:
    """Share per option overall and by third, r(option, T − x_i), and what deserves a look.

    T counts the right answers; no answer counts as wrong. An option works (Haladyna & Downing) where at least 5 %
    chose it and its correlation is negative. *possible_wrong_key*: the whole interval of a wrong option's correlation
    is above 0. *rarely_chosen*: the whole interval of its share is below 5 %.

    Parameters
    ----------
    choices : array_like, shape (n people, k items)
        Codes or labels of what was chosen.
    key : sequence, length k
        The right option of each item, as in ``choices``.
    no_answer : sequence
        Codes that mean nothing was chosen; they are listed but never judged as options.

    Returns
    -------
    Distractors or Refusal
        Refused below 50 people.

    Raises
    ------
    ValueError
        Wrong shapes, missing (NaN) codes, or a key that is no answer.

    References
    ----------
    Haladyna & Downing 1993, Educational and Psychological Measurement 53, 999–1010. Thirds with ties as in ``groups``.

    Checked against: case ``ctt_sat12_distractors`` (option counts), exact.

    Examples
    --------
    >>> chosen = np.array([["A", "B"], ["A", "B"], ["B", "B"], ["C", "A"]] * 15)
    >>> found = distractor_analysis(chosen, ["A", "B"])
    >>> [(o.label, o.n) for o in found.questions[0].options]
    [('A', 30), ('B', 15), ('C', 15)]
    """
    table, right, none = _read(choices, key, no_answer)
    n, k = table.shape
    told = tuple(str(i + 1) for i in range(k)) if names is None else tuple(names)
    if len(told) != k:
        raise ValueError(f"names: {k} expected, got {len(told)}")
    if n < LEAST_PEOPLE:
        reason = Said(
            f"只有 {n} 位學員；少於 {LEAST_PEOPLE} 人無法可靠解讀個別選項。",
            f"No reliable reading per option below {LEAST_PEOPLE} learners; there are {n}.",
        )
        return Refusal("distractor_analysis", "few_people", reason, USE_R_REST, n)
    scored = table == right
    totals = scored.sum(axis=1).astype(np.float64)
    thirds = _thirds(totals)
    questions = tuple(
        _question(table[:, i], totals - scored[:, i], str(right[i]), none, told[i], thirds, level)
        for i in range(k)
    )
    sizes = None if thirds is None else tuple(int(group.sum()) for group in thirds)
    return Distractors(
        questions,
        None if sizes is None else (sizes[0], sizes[1], sizes[2]),
        n,
        0,
        () if thirds is not None else (TIED,),
    )


Labels = NDArray[np.str_]


def _read(
    choices: ArrayLike, key: Sequence[object], no_answer: Sequence[object]
) -> tuple[Labels, Labels, frozenset[str]]:
    given = np.asarray(choices)
    if given.ndim != 2 or given.shape[0] < 2 or given.shape[1] < 2:
        raise ValueError(f"choices: people × items, at least 2 × 2, got shape {given.shape}")
    if given.dtype.kind == "f":
        if not np.isfinite(given).all() or (given != np.floor(given)).any():
            raise ValueError("choices: codes must be whole; give no answer a code of its own")
        given = given.astype(np.int64)
    right = np.array([_label(each) for each in key], dtype=str)
    if right.shape != (given.shape[1],):
        raise ValueError(f"key: {given.shape[1]} options expected, got {len(right)}")
    none = frozenset(_label(each) for each in no_answer)
    bad = [at for at, each in enumerate(right) if each in none or not each]
    if bad:
        raise ValueError(f"key: item {bad[0]} has {str(right[bad[0]])!r}, which is no answer")
    return given.astype(str), right, none


def _label(code: object) -> str:
    return str(int(code)) if isinstance(code, float | np.floating) else str(code)


def _thirds(totals: Floats) -> tuple[Bools, Bools, Bools] | None:
    groups = extreme_groups(totals, 1 / 3)
    if isinstance(groups, Refusal):
        return None
    return groups.is_low, ~(groups.is_low | groups.is_high), groups.is_high


def _question(
    chosen: Labels,
    rest: Floats,
    key: str,
    none: frozenset[str],
    name: str,
    thirds: tuple[Bools, Bools, Bools] | None,
    level: float,
) -> Question:
    labels, codes = np.unique(np.append(chosen, key), return_inverse=True)
    codes = codes[:-1]
    parts = None if thirds is None else [_shares(codes[who], labels.size) for who in thirds]
    options = []
    for at, label in enumerate(map(str, labels)):
        is_here = codes == at
        by_third = None if parts is None else _by_third(parts, at)
        options.append(_choice(label, label == key, label in none, is_here, rest, by_third, level))
    return Question(name, key, tuple(options))


def _shares(codes: Ints, n_options: int) -> Floats | None:
    return np.bincount(codes, minlength=n_options) / codes.size if codes.size else None


def _by_third(parts: Sequence[Floats | None], at: int) -> tuple[float, float | None, float]:
    low, middle, high = (None if part is None else float(part[at]) for part in parts)
    return low or 0.0, middle, high or 0.0


def _choice(
    label: str,
    is_key: bool,
    is_none: bool,
    is_here: Bools,
    rest: Floats,
    by_third: tuple[float, float | None, float] | None,
    level: float,
) -> Choice:
    n, count = rest.size, int(is_here.sum())
    r = _correlation(is_here, rest)
    r_interval = None if r is None else fisher_z(r, n, level=level)
    share = wilson(count, n, level=level)
    is_judged = not (is_key or is_none)
    return Choice(
        label=label,
        is_key=is_key,
        is_no_answer=is_none,
        n=count,
        share=count / n,
        share_interval=share,
        by_third=by_third,
        r_rest=r,
        r_rest_interval=r_interval,
        mean_rest=float(rest[is_here].mean()) if count else None,
        is_functional=(count / n >= FUNCTIONAL_SHARE and r is not None and r < 0)
        if is_judged
        else None,
        flags=_flags(share, r_interval, n) if is_judged else (),
    )


def _flags(share: Interval, r: Interval | None, n: int) -> tuple[Flag, ...]:
    hint = n < JUDGED_FROM
    found = []
    if r is not None and r.low > 0:
        found.append(Flag("possible_wrong_key", WRONG_KEY, hint))
    if share.high < FUNCTIONAL_SHARE:
        found.append(Flag("rarely_chosen", RARELY, hint))
    return tuple(found)


def _correlation(is_here: Bools, rest: Floats) -> float | None:
    """Point-biserial; ``None`` where everybody or nobody chose it, or the rest does not vary."""
    p, sd = float(is_here.mean()), float(rest.std())
    if p in (0.0, 1.0) or sd < 1e-12:
        return None
    joint = float((is_here * (rest - rest.mean())).mean())
    return max(-1.0, min(1.0, joint / (sd * sqrt(p * (1 - p)))))


def option_said(option: Choice) -> Said:
    """One option in words: its share with n, and what choosing it goes with."""
    said = Said("選項 {o}：{n} 人（{s:.0%}）", "Option {o}: {n} people ({s:.0%})").filled(
        o=option.label, n=option.n, s=option.share
    )
    if option.r_rest is None:
        return Said(said.zh + "。", said.en + ".")
    r = decimals(option.r_rest)
    return Said(f"{said.zh}，與其餘得分相關 {r}。", f"{said.en}, correlation with the rest {r}.")
