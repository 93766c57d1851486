"""Which requests may be one thing: the same module, or topics in like words. Pure; a person decides.

Two topics are compared by the character runs they share (``engines.matching``), so that 刀具壽命管理 and
刀具管理與壽命 are found without a list of words.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from espalier.cycle.needs.unit_requests.types import Candidate, MergeSuggestion
from espalier.engines.matching.similarity import TextIndex, shared_phrases

# Below it two topics of a training survey mostly share words every topic has, such as 訓練 or 實務.
LIKE = 0.35
SHORTEST_SHARED = 2
PARTICLES = "與和及之的或"  # what joins words and says nothing itself
Pair = tuple[float, int, int]  # score, positions of the two


def suggest_merges(candidates: Sequence[Candidate]) -> list[MergeSuggestion]:
    """Sets of requests that may be one thing, the surest first; what one group holds already is left out.

    Two requests for different modules never come into one set, not even by a topic that is like both.
    """
    sets = _Sets(candidates)
    for score, left, right in sorted(_pairs(candidates), key=lambda pair: (-pair[0], pair[1:])):
        sets.join(left, right, score)
    found = [
        MergeSuggestion(tuple(each.id for each in chosen), score, _shared(chosen))
        for chosen, score in sets.found()
        if chosen[0].group_id is None or len({each.group_id for each in chosen}) > 1
    ]
    return sorted(found, key=lambda each: (-each.score, each.request_ids))


def like_modules(
    topic: str, modules: Sequence[tuple[int, str]], *, limit: int = 5
) -> list[tuple[int, float]]:
    """Modules (id, name) whose names are like a wished topic, the nearest first, with their score."""
    hits = TextIndex([name for _id, name in modules]).most_similar(topic, limit)
    return [(modules[hit.index][0], hit.score) for hit in hits if _say_something(hit.shared)]


def _pairs(candidates: Sequence[Candidate]) -> Iterable[Pair]:
    """Pairs that hang together: of one group, of one module, or alike in words."""
    first: dict[tuple[str, int], int] = {}
    for i, each in enumerate(candidates):
        for key in (("group", each.group_id), ("module", each.module_id)):
            if key[1] is not None:
                earlier = first.setdefault((key[0], key[1]), i)
                if earlier != i:
                    yield 1.0, earlier, i
    index = TextIndex([each.text for each in candidates])
    for right, each in enumerate(candidates):
        scores = index.cosines(each.text)[:right]
        for left in map(int, (scores >= LIKE).nonzero()[0]):
            if _say_something(shared_phrases(each.text, candidates[left].text)):
                yield float(scores[left]), left, right


def _say_something(phrases: Iterable[str]) -> bool:
    """Single characters are shared by any two Chinese topics."""
    return any(len(phrase) >= SHORTEST_SHARED for phrase in phrases)


def _shared(chosen: Sequence[Candidate]) -> tuple[str, ...]:
    """The phrases neighbours have in common, longest first; none where all name the same module."""
    modules = {each.module_id for each in chosen}
    if len(modules) == 1 and None not in modules:
        return ()
    phrases = {
        phrase.strip(PARTICLES)
        for one, other in pairwise(chosen)
        for phrase in shared_phrases(one.text, other.text)
        if len(phrase.strip(PARTICLES)) >= SHORTEST_SHARED
    }
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))[:5]


class _Sets:
    """Sets of candidates that grow together; each knows its module and the least likeness that holds it."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._candidates = candidates
        self._above = list(range(len(candidates)))
        self._module = [each.module_id for each in candidates]
        self._score = [1.0] * len(candidates)

    def join(self, left: int, right: int, score: float) -> None:
        """Make two sets one, unless they speak of different modules."""
        a, b = sorted((self._root(left), self._root(right)))
        modules = {self._module[a], self._module[b]} - {None}
        if a == b or len(modules) > 1:
            return
        self._above[b] = a
        self._module[a] = next(iter(modules), None)
        self._score[a] = min(self._score[a], self._score[b], score)

    def found(self) -> Iterable[tuple[list[Candidate], float]]:
        """The sets of two and more in the order of the candidates, with their scores."""
        members: dict[int, list[Candidate]] = {}
        for i, each in enumerate(self._candidates):
            members.setdefault(self._root(i), []).append(each)
        return [(chosen, self._score[root]) for root, chosen in members.items() if len(chosen) > 1]

    def _root(self, i: int) -> int:
        while self._above[i] != i:
            self._above[i] = self._above[self._above[i]]
            i = self._above[i]
        return i
