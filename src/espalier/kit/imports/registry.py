"""Which imports there are."""

from espalier.kit.imports.types import ImportSpec

_SPECS: dict[str, ImportSpec] = {}


def register(spec: ImportSpec) -> None:
    _SPECS[spec.kind] = spec


def spec_of(kind: str) -> ImportSpec:
    """Raises KeyError for a kind nobody registered."""
    return _SPECS[kind]


def all_specs() -> list[ImportSpec]:
    return sorted(_SPECS.values(), key=lambda spec: (spec.order, spec.kind))
