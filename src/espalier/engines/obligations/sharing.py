"""Whose hours they are: minutes of completions handed out to the norms they may serve.

Norms take in the order of ``priority``, then ``code``. A norm that shares takes beside others that share; one that
does not takes minutes away from everybody else. So hours serve several norms only where all of them allow it, and
what a link leaves of a completion (``Accepted.minutes``) stays for the others. The handing out does not depend on
how many hours a norm still lacks: the same completion serves the same norm on every day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from espalier.engines.obligations.results import Left, NotCounted
from espalier.engines.obligations.types import Accepted, Hours, Norm


@dataclass(frozen=True, slots=True)
class Credit:
    """Minutes of one completion that a norm may count."""

    hours: Hours
    minutes: int
    tags: frozenset[str]


@dataclass(slots=True)
class Share:
    """What one norm got, and what it did not get."""

    credits: list[Credit]
    left: list[Left]


def takers_in_order(norms: Sequence[Norm]) -> list[int]:
    """Places of the norms in the order in which they take."""
    return sorted(range(len(norms)), key=lambda n: (norms[n].priority, norms[n].code, n))


def handed_out(norms: Sequence[Norm], hours: Sequence[Hours]) -> list[Share]:
    """Per norm the minutes it may count, completions in the order of their days."""
    order = takers_in_order(norms)
    shares = [Share([], []) for _norm in norms]
    for each in sorted(hours, key=lambda h: (h.completed_on, h.id)):
        used, shared, user, sharer = 0, 0, "", ""
        for place in order:
            norm, share = norms[place], shares[place]
            tags = serves(norm, each)
            if tags is None:
                continue
            claim = _claim(norm, each, share)
            taken_by = sharer if not norm.shares_hours and shared else user
            free = each.minutes - used - (0 if norm.shares_hours else shared)
            taken = min(claim, free)
            if taken < claim:
                share.left.append(Left(each.id, claim - taken, NotCounted.USED, taken_by))
            if taken <= 0:
                continue
            share.credits.append(Credit(each, taken, tags))
            if norm.shares_hours:
                shared, sharer = max(shared, taken), sharer or norm.code
            else:
                used, user = used + taken, user or norm.code
    return shares


def _claim(norm: Norm, hours: Hours, share: Share) -> int:
    """The minutes the norm would count if nobody else used them; what it refuses is noted."""
    if norm.modes and hours.mode not in norm.modes:
        share.left.append(Left(hours.id, hours.minutes, NotCounted.MODE))
        return 0
    link = _link(norm, hours.module)
    most = hours.minutes if link is None or link.minutes is None else link.minutes
    if most < hours.minutes:
        share.left.append(Left(hours.id, hours.minutes - most, NotCounted.OVER_LINK))
    return min(most, hours.minutes)


def serves(norm: Norm, hours: Hours) -> frozenset[str] | None:
    """The content tags under which a completion serves a norm; None when it does not."""
    link = _link(norm, hours.module)
    if link is not None:
        return link.tags | hours.tags
    return hours.tags if norm.tags & hours.tags else None


def _link(norm: Norm, module: int) -> Accepted | None:
    for each in norm.accepted:
        if each.module == module:
            return each
    return None
