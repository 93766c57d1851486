"""The thread's vocabulary: nodes are records, edges are declared by the rooms and read from foreign keys."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from espalier.kit.errors import Text


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A kind of record on the thread: its room, how to name rows and where their page is.

    ``describe`` takes ids and returns (id, label, url) for all of them with one query.
    ``is_anchor``: the chain may begin or end here (frame indicators, competency items).
    """

    kind: str
    label: Text
    room: str
    describe: Callable[[Sequence[str]], Iterable[tuple[str, str, str]]]
    is_anchor: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A declared step of the chain, from the earlier thing to the later that rests on it, and why.

    ``down`` and ``up`` take ids on one side and return pairs with one query for all of them: the id that was asked
    about first, then what lies on the other side of it.
    """

    source: str
    target: str
    why: Text
    down: Callable[[Sequence[str]], Iterable[tuple[str, str]]]
    up: Callable[[Sequence[str]], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Break:
    """A broken link: which record, what is missing, and the one act that mends it."""

    check: str
    kind: str
    id: str
    label: str
    url: str
    message: Text
    remedy: Text
    remedy_url: str


@dataclass(frozen=True, slots=True)
class Check:
    """A question the broken-link report asks of all records of a kind, with a fixed number of queries."""

    code: str
    title: Text
    find: Callable[[], Iterable[Break]]
