"""Terms of a comment: character n-grams of Chinese, words of Latin script; no segmenter, nothing to install."""

import unicodedata
from collections import Counter
from itertools import groupby

SIZES = (2, 3)
SHORTEST_WORD = 3
# Function characters: an n-gram that begins or ends with one is a cut through a phrase, not a term.
PARTICLES = frozenset(
    "的了是在我你他她它們這那有也都就而及與和或但很太更最不沒會可能要把被讓給對到從以為於之其吧嗎呢啊喔個些"
)
# No word in itself, but part of what people complain about: kept at the beginning.
OPENERS = frozenset("不沒太很可")
_LITTLE_WORDS = (
    "the and for with was were are this that have has had not but from you your our their "
    "they them its can could would should very more most too also just been being there "
    "here about into than then when what which who how all any some will did does"
)
STOP_WORDS = frozenset(_LITTLE_WORDS.split())


def terms_of(comment: str) -> Counter[str]:
    """How often each term occurs: n-grams of 2 and 3 characters of each Chinese run, words of 3 letters and more.

    Full-width forms are folded (NFKC) and letters lowered. Chinese n-grams that begin or end with a function character
    are left out, but a denial or degree (不, 沒, 太, 很, 可) may begin one.

    Raises
    ------
    ValueError
        Not a text.

    Examples
    --------
    >>> sorted(terms_of("時間太短"))
    ['太短', '時間', '間太短']
    >>> sorted(terms_of("The pace, too fast!"))
    ['fast', 'pace']
    """
    if not isinstance(comment, str):
        raise ValueError(f"comment: text expected, got {type(comment).__name__}")
    folded = unicodedata.normalize("NFKC", comment).lower()
    found: Counter[str] = Counter()
    for kind, run in groupby(folded, key=_kind):
        text = "".join(run)
        if kind == "han":
            found.update(_grams(text))
        elif kind == "word" and len(text) >= SHORTEST_WORD and text not in STOP_WORDS:
            found[text] += 1
    return found


def _grams(run: str) -> list[str]:
    grams = [run[at : at + size] for size in SIZES for at in range(len(run) - size + 1)]
    return [
        g for g in grams if g[-1] not in PARTICLES and (g[0] not in PARTICLES or g[0] in OPENERS)
    ]


def _kind(character: str) -> str:
    if "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf":
        return "han"
    return "word" if character.isalpha() or character == "'" else ""
