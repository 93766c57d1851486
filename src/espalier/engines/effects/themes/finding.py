"""Themes of free comments: found by the machine, shown with terms, counts and quotes, corrected by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from espalier.engines.effects.themes.factors import non_negative_factors
from espalier.engines.effects.themes.weighting import Weights, tf_idf
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.intervals import wilson
from espalier.engines.figures.types import Interval, Refusal, Said, Stage

FEWEST = 30
FEWEST_PER_THEME = 5
N_TERMS = 6
N_QUOTES = 3
WEAKEST = 0.05
NONE = -1


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: its strongest terms with weights, who speaks of it, and the comments (positions) closest to it.

    ``share`` (0–1) of the comments with any text; ``label`` is the first terms until a person names it.
    """

    code: int
    label: str
    terms: tuple[tuple[str, float], ...]
    n_comments: int
    share: float
    interval: Interval
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Themes:
    """Themes and the theme of each comment: ``by_machine`` as found, ``assigned`` as edited; −1 is none.

    ``n_edited`` comments were moved by a person.
    """

    themes: tuple[Theme, ...]
    assigned: tuple[int, ...]
    by_machine: tuple[int, ...]
    strengths: tuple[float, ...]
    error: float
    converged: bool
    n_edited: int
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def find_themes(
    comments: Sequence[str],
    n_themes: int,
    *,
    missing: MissingPolicy,
    seed: int,
    most_iterations: int = 500,
) -> Themes | Refusal:
    """TF-IDF of character n-grams and words, factored into ``n_themes``; each comment goes to its strongest theme.

    A comment belongs to theme argmax_t w_t where that weight is at least .05 (a comment's row has length 1), else to
    none.

    Parameters
    ----------
    comments : sequence of str
        One a person; blank ones are missing.
    n_themes : int
        2 up to a fifth of the comments.

    Returns
    -------
    Themes or Refusal
        Refused with fewer than 30 comments, or where they share too few terms for so many themes.

    Raises
    ------
    ValueError
        Something that is no text, or a number of themes outside its bounds.

    References
    ----------
    Lee & Seung 1999; Xu, Liu & Gong, SIGIR 2003, 267–273, doi:10.1145/860435.860485 (documents by NMF).
    Checked against: made-up comments of known themes in the tests.

    Examples
    --------
    >>> said = ["課程時間太短", "教室太冷", "講師講解清楚"] * 12
    >>> found = find_themes(said, 3, missing=MissingPolicy.EXCLUDE, seed=1)
    >>> [theme.n_comments for theme in found.themes]
    [12, 12, 12]
    """
    kept = [at for at, text in enumerate(comments) if _is_said(text)]
    n, n_missing = len(kept), len(comments) - len(kept)
    _policy(missing, n_missing)
    if n < FEWEST:
        return Refusal("themes", "too_few", _FEW.filled(n=n, fewest=FEWEST), _READ, n)
    if not 2 <= n_themes <= n // FEWEST_PER_THEME:
        raise ValueError(f"n_themes: 2 to {n // FEWEST_PER_THEME} for {n} comments, got {n_themes}")
    weights = tf_idf([comments[at] for at in kept])
    if len(weights.terms) < n_themes:
        return Refusal("themes", "few_terms", _FEW_TERMS, _READ, n)
    factors = non_negative_factors(
        weights.matrix, n_themes, seed=seed, most_iterations=most_iterations
    )
    machine, strengths = np.full(len(comments), NONE), np.zeros(len(comments))
    best, best_at = factors.w.max(axis=1), factors.w.argmax(axis=1)
    machine[kept] = np.where(best >= WEAKEST, best_at, NONE)
    strengths[kept] = best
    terms = [_strongest(row, weights) for row in factors.h]
    assigned = tuple(map(int, machine))
    themes = tuple(
        _theme(code, " / ".join(term for term, _ in own[:3]), own, assigned, strengths, n)
        for code, own in enumerate(terms)
    )
    n_placed = sum(each != NONE for each in assigned)
    return Themes(
        themes,
        assigned,
        assigned,
        tuple(map(float, strengths)),
        factors.error,
        factors.converged,
        0,
        n,
        n_missing,
        (
            Stage("returned", len(comments)),
            Stage("said_something", n, n_missing, _BLANK),
            Stage("placed", n_placed, n - n_placed, _OWN),
        ),
        (_UNREAD,) if factors.converged else (_UNREAD, _CAPPED),
        _sentence(themes, n, n_placed),
    )


def edited(
    found: Themes,
    *,
    moves: Mapping[int, int] | None = None,
    labels: Mapping[int, str] | None = None,
) -> Themes:
    """The same themes after a person moved comments (position → theme, −1 for none) and named themes.

    Counts, shares and quotes follow; ``by_machine`` stays for the agreement check.

    Raises
    ------
    ValueError
        A comment or theme that does not exist, or an empty name.

    Examples
    --------
    >>> found = find_themes(["課程時間太短", "教室太冷"] * 15, 2, missing=MissingPolicy.EXCLUDE, seed=1)
    >>> edited(found, moves={0: -1}, labels={0: "時間"}).n_edited
    1
    """
    moves, labels = dict(moves or {}), dict(labels or {})
    codes = {theme.code for theme in found.themes}
    if wrong := [at for at in moves if not 0 <= at < len(found.assigned)]:
        raise ValueError(f"moves: no comment at {wrong}")
    if wrong := [code for code in (*moves.values(), *labels) if code not in codes | {NONE}]:
        raise ValueError(f"themes: none with code {wrong}")
    if not all(labels.values()) or NONE in labels:
        raise ValueError("labels: a name for each theme, none for −1")
    assigned = tuple(moves.get(at, code) for at, code in enumerate(found.assigned))
    strengths = np.array(found.strengths)
    themes = tuple(
        _theme(t.code, labels.get(t.code, t.label), t.terms, assigned, strengths, found.n_used)
        for t in found.themes
    )
    n_edited = sum(a != b for a, b in zip(assigned, found.by_machine, strict=True))
    n_placed = sum(each != NONE for each in assigned)
    return replace(
        found,
        themes=themes,
        assigned=assigned,
        n_edited=n_edited,
        sentence=_sentence(themes, found.n_used, n_placed),
    )


def _is_said(text: str) -> bool:
    if not isinstance(text, str):
        raise ValueError(f"comments: text expected, got {type(text).__name__}")
    return bool(text.strip())


def _policy(missing: MissingPolicy, n_missing: int) -> None:
    policy = MissingPolicy(missing)
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError("comments: silence has no theme; missing='exclude'")
    if policy is MissingPolicy.REFUSE and n_missing:
        raise ValueError(f"comments: {n_missing} are blank; missing='exclude' leaves them out")


def _strongest(row: Floats, weights: Weights) -> tuple[tuple[str, float], ...]:
    """The heaviest terms, none that is part of one already taken."""
    taken: list[tuple[str, float]] = []
    for at in np.argsort(-row, kind="stable")[: 10 * N_TERMS]:
        term = weights.terms[at]
        is_part = any(term in other or other in term for other, _ in taken)
        if row[at] > 0 and not is_part:
            taken.append((term, float(row[at])))
    return tuple(taken[:N_TERMS])


def _theme(
    code: int,
    label: str,
    terms: tuple[tuple[str, float], ...],
    assigned: tuple[int, ...],
    strengths: Floats,
    n: int,
) -> Theme:
    own = [at for at, each in enumerate(assigned) if each == code]
    quotes = sorted(own, key=lambda at: (-strengths[at], at))[:N_QUOTES]
    n_own = min(len(own), n)  # a person may have put a blank comment somewhere
    share = wilson(n_own, n)
    return Theme(code, label or f"{code + 1}", terms, len(own), n_own / n, share, tuple(quotes))


_FEW = Said(
    "只有 {n} 則意見，少於 {fewest} 則時歸類不可靠。",
    "Only {n} comments; below {fewest} themes cannot be relied on.",
)
_READ = Said("請直接逐則閱讀。", "Read them one by one.")
_FEW_TERMS = Said(
    "意見之間共同的用語太少，分不出這麼多主題。",
    "The comments share too few terms for so many themes.",
)
_BLANK = Said("空白", "blank")
_OWN = Said("不屬於任何主題", "belongs to no theme")
_UNREAD = Said(
    "尚未與人工歸類核對；請先抽 50 則核對一致性。",
    "Not yet checked by a person: compare 50 comments first.",
)
_CAPPED = Said(
    "計算在收斂前停止，主題可能隨種子改變。",
    "Stopped before it settled: themes may change with the seed.",
)


def _sentence(themes: Sequence[Theme], n: int, n_placed: int) -> Said:
    first = max(themes, key=lambda theme: theme.n_comments)
    low, high = 100 * first.interval.low, 100 * first.interval.high
    return Said(
        f"{n} 則意見中 {n_placed} 則可歸入 {len(themes)} 個主題；最多人提的是「{first.label}」（"
        f"{first.n_comments} 則，"
        f"{100 * first.share:.0f}%，很可能在 {low:.0f}% 到 {high:.0f}% 之間）。主題由電腦依用語歸類，"
        "請讀引文、改名、移動歸錯的意見，並抽樣核對後再使用。",
        f"{n_placed} of {n} comments fall into {len(themes)} themes; the largest is {first.label} "
        f"({first.n_comments}, "
        f"{100 * first.share:.0f}%, likely between {low:.0f}% and {high:.0f}%). A machine grouped "
        "them by wording: read the "
        "quotes, rename, move what is misplaced, and check a sample before use.",
    )
