"""How a method is run on a table of a file: its name, what the table must look like, its options.

Every room lists its own in ``methods.py`` as ``METHODS``; ``espalier engine statistics`` runs them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Said


class Result(Protocol):
    """What a method returns: a frozen dataclass (or a ``Refusal``) that can say itself in both languages."""

    @property
    def sentence(self) -> Said: ...


@dataclass(frozen=True, slots=True)
class Option:
    """One setting of a method; ``kind`` is float, int, str or bool. Without a default it must be given."""

    name: str
    kind: type
    said: Said
    default: Any = None
    is_needed: bool = False

    def read(self, text: str) -> Any:
        """The setting from its text. Raises ``ValueError`` naming the option and what it takes."""
        try:
            if self.kind is bool:
                return {"yes": True, "true": True, "no": False, "false": False}[text.lower()]
            return self.kind(text)
        except (KeyError, ValueError):
            kind = "yes or no" if self.kind is bool else self.kind.__name__
            raise ValueError(f"option {self.name}: {text!r} is not {kind}") from None


@dataclass(frozen=True, slots=True)
class Method:
    """One method by its code (words joined by ``-``)."""

    code: str
    title: Said
    data: Said  # which columns the table has
    run: Callable[[Table, Mapping[str, Any]], Result]
    options: tuple[Option, ...] = ()

    def settings(self, given: Iterable[str]) -> dict[str, Any]:
        """Every option by its name from texts like ``seed=7``.

        Raises
        ------
        ValueError
            An option unknown, malformed, or missing; all of them at once.
        """
        known, problems = {each.name: each for each in self.options}, []
        found = {name: option.default for name, option in known.items()}
        told = set()
        for text in given:
            name, equals, value = text.partition("=")
            if not equals or name not in known:
                problems.append(
                    f"option {text!r} is unknown; there are: {', '.join(known) or 'none'}"
                )
                continue
            told.add(name)
            try:
                found[name] = known[name].read(value)
            except ValueError as wrong:
                problems.append(str(wrong))
        missing = [o.name for o in self.options if o.is_needed and o.name not in told]
        problems += [f"option {name} must be given" for name in missing]
        if problems:
            raise ValueError("; ".join(problems))
        return found
