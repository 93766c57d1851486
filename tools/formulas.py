"""Collect the formulas of the engines into docs/formulas.md from the docstrings that define them."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENGINES = ROOT / "src" / "espalier" / "engines"
TARGET = ROOT / "docs" / "formulas.md"
ROOMS = ("figures", "needs", "obligations", "psychometrics", "effects", "benefit")
HEAD = """# Formulas

Made by `make diagrams` from the docstrings of `src/espalier/engines`; do not edit. Each part names its module; units,
ranges and sources stand with it.
"""


def drawn() -> str:
    parts = [HEAD]
    for room in ROOMS:
        for path in sorted((ENGINES / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            text = ast.get_docstring(tree)
            if not text or path.name in ("__init__.py", "methods.py"):
                continue
            place = path.relative_to(ENGINES).with_suffix("").as_posix()
            parts.append(f"## {place}\n\n{quoted(text)}\n")
            for node in tree.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    inner = ast.get_docstring(node)
                    if inner:
                        parts.append(f"### `{node.name}`\n\n{quoted(inner)}\n")
    return "\n".join(parts)


def quoted(text: str) -> str:
    """As it stands, so that no sign of a formula is read as markup."""
    return f"```text\n{text}\n```"


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        sys.exit(0 if TARGET.exists() and TARGET.read_text(encoding="utf-8") == drawn() else
                 "docs/formulas.md is stale, run: make diagrams")  # fmt: skip
    TARGET.write_text(drawn(), encoding="utf-8")
