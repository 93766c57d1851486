"""Our own starter tables: criteria, advice on methods, verbs. Data to be adapted, never code."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from espalier.kit.errors import NotFound

STARTER = Path(__file__).parents[1] / "starter"
STARTER_KINDS = ("option_criteria", "method_rules", "bloom_verbs")


def starter_rows(kind: str) -> list[Mapping[str, object]]:
    """The rows of a starter table by column. Raises: NotFound for a kind without one."""
    if kind not in STARTER_KINDS:
        raise NotFound
    table = tomllib.loads((STARTER / f"{kind}.toml").read_text(encoding="utf-8"))
    if kind != "bloom_verbs":
        return list(table["row"])
    return [
        {"language": language, "verb": verb, "level": level}
        for language, levels in table.items()
        for level, verbs in levels.items()
        for verb in verbs
    ]
