"""Whose hours they are, for many people; the rule is that of ``sharing``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from espalier.engines.obligations.bulk.columns import Bools, Completions, Ints
from espalier.engines.obligations.counting import cap_of
from espalier.engines.obligations.sharing import Credit, serves, takers_in_order
from espalier.engines.obligations.types import Hours, Norm


@dataclass(frozen=True, eq=False)
class Credits:
    """Minutes a norm may count, in the order of person and day. Shape (n_credits,) each.

    ``cap`` is the place of the cap they fall under (the number of caps: none); ``minima`` has shape
    (n_minima, n_credits) and says which content each credit carries.
    """

    person: Ints
    day: Ints
    minutes: Ints
    cap: Ints
    minima: Bools

    def where(self, keep: Bools) -> "Credits":
        return Credits(
            self.person[keep], self.day[keep], self.minutes[keep], self.cap[keep],
            self.minima[:, keep],
        )  # fmt: skip


def credits_of(
    norms: Sequence[Norm], hours: Completions, taking: Sequence[Bools], *, on: int
) -> dict[int, Credits]:
    """Per place of a norm the credits up to the day; ``taking`` says for whom each norm takes hours."""
    known = hours.day <= on
    used = np.zeros(hours.minutes.size, dtype=np.int64)
    shared = np.zeros_like(used)
    found = {}
    for place in takers_in_order(norms):
        norm = norms[place]
        rows, claim = _claims(norm, hours, known)
        keep = taking[place][hours.person[rows]]
        rows, claim = rows[keep], claim[keep]
        free = hours.minutes[rows] - used[rows]
        if not norm.shares_hours:
            free = free - shared[rows]
        taken = np.minimum(claim, free)
        rows, taken = rows[taken > 0], taken[taken > 0]
        if norm.shares_hours:
            shared[rows] = np.maximum(shared[rows], taken)
        else:
            used[rows] += taken
        found[place] = _credits(norm, hours, rows, taken)
    return found


def _claims(norm: Norm, hours: Completions, known: Bools) -> tuple[Ints, Ints]:
    """The rows that serve a norm in an allowed mode, and the minutes it would count of each."""
    links = {each.module: each.minutes for each in norm.accepted}
    serving = [serves(norm, _sample(content)) is not None for content in hours.contents]
    allowed = [not norm.modes or mode in norm.modes for mode in hours.modes]
    fits = np.asarray(serving or [False])[hours.content] & known
    fits &= np.asarray(allowed or [False])[hours.mode]
    rows = np.flatnonzero(fits)
    no_limit = np.iinfo(np.int64).max
    most = [links.get(module) or no_limit for module, _tags in hours.contents]
    limit = np.asarray(most or [no_limit], dtype=np.int64)[hours.content[rows]]
    return rows, np.minimum(hours.minutes[rows], limit)


def _credits(norm: Norm, hours: Completions, rows: Ints, minutes: Ints) -> Credits:
    tags = [serves(norm, _sample(content)) or frozenset() for content in hours.contents]
    # Which cap a completion falls under depends on content and mode only: ask once for each pair.
    table = np.asarray(
        [
            [cap_of(norm, Credit(_sample(content, mode), 0, own)) for mode in hours.modes]
            for content, own in zip(hours.contents, tags, strict=True)
        ],
        dtype=np.int64,
    ).reshape(len(hours.contents), len(hours.modes))
    carried = np.asarray(
        [[minimum.tag in own for own in tags] for minimum in norm.minima], dtype=np.bool_
    ).reshape(len(norm.minima), len(hours.contents))
    return Credits(
        hours.person[rows],
        hours.day[rows],
        minutes,
        table[hours.content[rows], hours.mode[rows]],
        carried[:, hours.content[rows]],
    )


def _sample(content: tuple[int, frozenset[str]], mode: str = "") -> Hours:
    """A completion of this content, to ask the rules for one person."""
    return Hours(0, content[0], date.min, 0, mode, content[1])
