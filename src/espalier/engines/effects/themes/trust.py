"""Whether the machine's themes may be trusted: a person reads a sample, and both are compared."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from espalier.engines.effects.crosscheck.kappa import Kappa, nominal_kappa
from espalier.engines.effects.crosscheck.wording import verdict_word
from espalier.engines.effects.themes.finding import NONE, Themes
from espalier.engines.figures.types import Refusal, Said, VerdictCode
from espalier.engines.figures.verdict import judged

SAMPLE = 50
TRUSTED = 0.61


@dataclass(frozen=True, slots=True)
class Trust:
    """Agreement of person and machine on a sample; ``differing`` are positions of comments placed differently."""

    kappa: Kappa
    differing: tuple[int, ...]
    verdict: VerdictCode
    n_used: int
    n_missing: int
    sentence: Said


def sample_to_read(found: Themes, *, seed: int, size: int = SAMPLE) -> tuple[int, ...]:
    """Positions of comments to be read by a person, drawn by chance from all that say something, in their order.

    Raises
    ------
    ValueError
        A size below 1.

    Examples
    --------
    >>> from espalier.engines.effects.themes.finding import find_themes
    >>> from espalier.engines.figures.arrays import MissingPolicy
    >>> found = find_themes(["課程時間太短", "教室太冷"] * 30, 2, missing=MissingPolicy.EXCLUDE, seed=1)
    >>> len(sample_to_read(found, seed=7))
    50
    """
    if size < 1:
        raise ValueError(f"size: 1 or more expected, got {size}")
    there = [at for at, strength in enumerate(found.strengths) if strength > 0]
    drawn = np.random.default_rng(seed).permutation(len(there))[:size]
    return tuple(sorted(there[at] for at in drawn))


def human_agreement(found: Themes, by_human: Mapping[int, int]) -> Trust | Refusal:
    """Cohen's kappa of the machine's first assignment against a person's (position → theme, −1 none).

    Returns
    -------
    Trust or Refusal
        Refused below 50 comments read, or where both see one theme only. *clear*: the whole interval is at least .61.

    Raises
    ------
    ValueError
        A comment or theme that does not exist.

    References
    ----------
    Cohen 1960; Landis & Koch, Biometrics 33 (1977) 159–174 (.61 substantial; bands are arbitrary).
    Checked against: :func:`kappa.nominal_kappa` on its own table.

    Examples
    --------
    >>> from espalier.engines.effects.themes.finding import find_themes
    >>> from espalier.engines.figures.arrays import MissingPolicy
    >>> found = find_themes(["課程時間太短", "教室太冷"] * 30, 2, missing=MissingPolicy.EXCLUDE, seed=1)
    >>> human_agreement(found, dict(enumerate(found.by_machine))).kappa.kappa
    1.0
    """
    codes = {theme.code for theme in found.themes} | {NONE}
    for at, code in by_human.items():
        if not 0 <= at < len(found.by_machine) or code not in codes:
            raise ValueError(f"by_human: no comment {at} or no theme {code}")
    read = sorted(by_human)
    if len(read) < SAMPLE:
        return Refusal("themes-trust", "too_few", _FEW.filled(n=len(read)), None, len(read))
    machine = np.array([found.by_machine[at] for at in read]) + 1
    human = np.array([by_human[at] for at in read]) + 1
    kappa = nominal_kappa(machine, human, n_categories=len(codes))
    if isinstance(kappa, Refusal):
        return kappa
    word, is_worse, _ = judged(kappa.kappa, kappa.interval, TRUSTED, has_comparison=True)
    if is_worse:  # agreeing less than by chance is no sign of agreement, however sure
        word = VerdictCode.NO_SIGN
    differing = tuple(at for at in read if by_human[at] != found.by_machine[at])
    told = verdict_word(word, _TRUST) + kappa.sentence + _NEXT
    n_rest = max(0, found.n_used - len(read))
    return Trust(kappa, differing, word, len(read), n_rest, told)


_FEW = Said(
    "只核對了 {n} 則，至少要 50 則。", "Only {n} comments were read by a person; 50 are needed."
)
_TRUST = Said("電腦的歸類可以採用", "the machine's themes can be used")
_NEXT = Said(
    "請檢視歸類不同的意見；不夠一致時，改主題數或以人工歸類。",
    "Look at those placed differently; if agreement is low, change the number of themes or sort them by hand.",
)
