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


@dataclass(frozen=True, eq=False)
class Acceptance:
    """What a norm would count of each completion, whoever made it: depends on content and mode alone.

    ``serves`` and ``limit`` have shape (n_contents,), ``allows`` (n_modes,), ``cap`` (n_contents, n_modes),
    ``carries`` (n_minima, n_contents).
    """

    serves: Bools
    limit: Ints
    allows: Bools
    cap: Ints
    carries: Bools


def acceptance_of(norm: Norm, hours: Completions) -> Acceptance:
    """Ask the rules for one person once for each content and mode."""
    n_contents, n_modes = len(hours.contents), len(hours.modes)
    tags = [serves(norm, _sample(content)) for content in hours.contents]
    links = {each.module: each.minutes for each in norm.accepted}
    no_limit = np.iinfo(np.int64).max
    cap = np.full((n_contents, n_modes), len(norm.caps), dtype=np.int64)
    carries = np.zeros((len(norm.minima), n_contents), dtype=np.bool_)
    for place, (content, own) in enumerate(zip(hours.contents, tags, strict=True)):
        if own is None:
            continue
        carries[:, place] = [minimum.tag in own for minimum in norm.minima]
        if norm.caps:
            cap[place] = [
                cap_of(norm, Credit(_sample(content, mode), 0, own)) for mode in hours.modes
            ]
    return Acceptance(
        np.asarray([own is not None for own in tags], dtype=np.bool_),
        np.asarray([links.get(pk) or no_limit for pk, _tags in hours.contents], dtype=np.int64),
        np.asarray([not norm.modes or mode in norm.modes for mode in hours.modes], dtype=np.bool_),
        cap,
        carries,
    )


def _sample(content: tuple[int, frozenset[str]], mode: str = "") -> Hours:
    """A completion of this content, to ask the rules for one person."""
    return Hours(0, content[0], date.min, 0, mode, content[1])


def credits_of(
    norms: Sequence[Norm],
    accepted: Sequence[Acceptance],
    hours: Completions,
    taking: Sequence[Bools],
    *,
    on: int,
) -> dict[int, Credits]:
    """Per place of a norm the credits up to the day; ``taking`` says for whom each norm takes hours."""
    known = hours.day <= on
    used = np.zeros(hours.minutes.size, dtype=np.int64)
    shared = np.zeros_like(used)
    found = {}
    for place in takers_in_order(norms):
        norm, asked = norms[place], accepted[place]
        rows, claim = _claims(asked, hours, known)
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
        content, mode = hours.content[rows], hours.mode[rows]
        found[place] = Credits(
            hours.person[rows], hours.day[rows], taken, asked.cap[content, mode],
            asked.carries[:, content],
        )  # fmt: skip
    return found


def _claims(asked: Acceptance, hours: Completions, known: Bools) -> tuple[Ints, Ints]:
    """The rows that serve a norm in an allowed mode, and the minutes it would count of each."""
    nothing = np.zeros(0, dtype=np.int64)
    if not asked.serves.any():
        return nothing, nothing
    rows = np.flatnonzero(asked.serves[hours.content] & known)
    rows = rows[asked.allows[hours.mode[rows]]]
    return rows, np.minimum(hours.minutes[rows], asked.limit[hours.content[rows]])
