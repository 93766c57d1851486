"""The designs of a generalizability study: which effects there are, and which facets each averages over.

References
----------
Brennan 2001, Generalizability Theory, ch. 3–4 and § 7.1 (expected mean squares of balanced random designs).
"""

from dataclasses import dataclass
from enum import StrEnum

Axes = frozenset[int]


class Design(StrEnum):
    """Persons by raters; by items and occasions; by raters within tasks."""

    P_R = "p x r"
    P_I_O = "p x i x o"
    P_RT = "p x (r:t)"


@dataclass(frozen=True, slots=True)
class Effect:
    """One source of differences: its name, and the axes of the table it lies on (0: persons)."""

    name: str
    axes: Axes

    @property
    def is_relative_error(self) -> bool:
        """Whether it changes the order of persons."""
        return 0 in self.axes and len(self.axes) > 1

    @property
    def is_absolute_error(self) -> bool:
        """Whether it changes a person's score at all, beyond the person."""
        return self.axes != {0}


def _effects(*pairs: tuple[str, tuple[int, ...]]) -> tuple[Effect, ...]:
    return tuple(Effect(name, frozenset(axes)) for name, axes in pairs)


FACETS: dict[Design, tuple[str, ...]] = {
    Design.P_R: ("p", "r"),
    Design.P_I_O: ("p", "i", "o"),
    Design.P_RT: ("p", "t", "r"),
}
# Smaller sets of axes first; the last holds the error as well.
EFFECTS: dict[Design, tuple[Effect, ...]] = {
    Design.P_R: _effects(("p", (0,)), ("r", (1,)), ("pr_e", (0, 1))),
    Design.P_I_O: _effects(
        ("p", (0,)),
        ("i", (1,)),
        ("o", (2,)),
        ("pi", (0, 1)),
        ("po", (0, 2)),
        ("io", (1, 2)),
        ("pio_e", (0, 1, 2)),
    ),
    Design.P_RT: _effects(
        ("p", (0,)), ("t", (1,)), ("pt", (0, 1)), ("r:t", (1, 2)), ("pr:t_e", (0, 1, 2))
    ),
}
