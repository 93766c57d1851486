"""Draw the state diagrams of docs/states.md from the tables that run them."""

import sys
from pathlib import Path

from espalier.kit.versions.states import TRANSITIONS, State

TARGET = Path(__file__).parents[1] / "docs" / "states.md"
HEAD = """# States of a versioned document

Drawn by `make diagrams` from `TRANSITIONS` in `kit/versions/states.py`; do not edit. *Needs update* is a flag with its
reason, not a state.

```mermaid
stateDiagram-v2
"""


def drawn() -> str:
    lines = [f"    [*] --> {State.DRAFT}"]
    lines += [
        f"    {origin} --> {target}: {step}" for (origin, step), target in TRANSITIONS.items()
    ]
    left = {origin for origin, _step in TRANSITIONS}
    lines += [f"    {state} --> [*]" for state in State if state not in left]
    return HEAD + "\n".join(lines) + "\n```\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        sys.exit(0 if TARGET.exists() and TARGET.read_text(encoding="utf-8") == drawn() else
                 "docs/states.md is stale, run: make diagrams")  # fmt: skip
    TARGET.write_text(drawn(), encoding="utf-8")
