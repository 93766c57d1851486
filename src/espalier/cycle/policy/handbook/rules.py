"""Rules of O1.1.1: what a clause must say, and what makes a line of the RACI table whole. Pure."""

import re
from collections.abc import Iterable

from espalier.cycle.policy.handbook.types import ClauseProblem, ClauseValues, RaciProblem

FIRST_CHAPTER, LAST_CHAPTER = 1, 16
LETTERS = "RACI"
# Places of a template that the organisation fills in: 【公司名稱】, [name of the company].
_PLACE = re.compile(r"【[^】\n]{1,60}】|\[[^\]\n]{1,80}\]")


def problems_of_clause(values: ClauseValues) -> list[ClauseProblem]:
    """Everything that is wrong with a clause as typed."""
    found = []
    if not FIRST_CHAPTER <= values.chapter <= LAST_CHAPTER:
        found.append(ClauseProblem.NO_CHAPTER)
    if not 1 <= values.number <= 999:
        found.append(ClauseProblem.BAD_NUMBER)
    if not values.title.strip():
        found.append(ClauseProblem.NO_TITLE)
    if not values.text.strip():
        found.append(ClauseProblem.NO_TEXT)
    return found


def places_to_fill(*texts: str) -> list[str]:
    """Every marked place that is still to be filled in, once, in reading order."""
    return list(dict.fromkeys(place for text in texts for place in _PLACE.findall(text)))


def same_text(one: str, other: str) -> bool:
    """Whether two texts say the same but for spaces and line ends."""
    return "".join(one.split()) == "".join(other.split())


def clean_letters(typed: str) -> str:
    """The letters in the order R A C I, each once; "" for none. Letters that are none of these stay."""
    upper = [letter for letter in typed.upper() if letter.isalpha()]
    known = "".join(letter for letter in LETTERS if letter in upper)
    return known + "".join(dict.fromkeys(letter for letter in upper if letter not in LETTERS))


def problems_of_activity(letters: Iterable[str]) -> list[RaciProblem]:
    """Exactly one role is accountable, at least one does the work; other letters mean nothing."""
    cells = list(letters)
    n_accountable = sum("A" in cell for cell in cells)
    found = []
    if any(set(cell) - set(LETTERS) for cell in cells):
        found.append(RaciProblem.BAD_LETTERS)
    if n_accountable == 0:
        found.append(RaciProblem.NO_ACCOUNTABLE)
    if n_accountable > 1:
        found.append(RaciProblem.SEVERAL_ACCOUNTABLE)
    if not any("R" in cell for cell in cells):
        found.append(RaciProblem.NO_RESPONSIBLE)
    return found
