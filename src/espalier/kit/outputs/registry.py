"""Which documents there are; stages register theirs at start."""

from espalier.kit.approval.registry import register_applicable
from espalier.kit.errors import NotFound
from espalier.kit.outputs.types import OutputKind

_KINDS: dict[str, OutputKind] = {}


def register_output(kind: OutputKind) -> None:
    """Add a document; the same code again replaces it. A review procedure may be made for it alone."""
    _KINDS[kind.output] = kind
    register_applicable(kind.output, kind.title)


def output_kind(output: str) -> OutputKind:
    """Raises NotFound for a code nobody registered."""
    if output not in _KINDS:
        raise NotFound
    return _KINDS[output]


def output_kinds() -> list[OutputKind]:
    """All documents in the order of their codes."""
    return [_KINDS[code] for code in sorted(_KINDS)]
