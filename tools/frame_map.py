"""docs/map.md is written from tasks.toml; ``where`` answers where an indicator lives."""

import difflib
import sys
from pathlib import Path

from espalier.kit.thread import frame

TARGET = Path(__file__).parents[1] / "docs" / "map.md"
HEAD = """# Where everything is

Made from `src/espalier/tasks.toml` by `make map`; do not edit. Codes are those of BHR1212-002v3, with the code of its
successor v4 where the indicator lives on. Titles are our own short wording.
"""


def rendered() -> str:
    lines = [HEAD]
    for task in frame.tasks().values():
        v4 = task.v4 or "—"
        lines.append(f"## {task.code} {task.title} · {task.title_en} (v4: {v4})\n")
        lines.append(f"Output {task.output} {task.output_title} · {task.output_title_en}\n")
        lines.append("| v3 | v4 | indicator | room | page | command |\n|---|---|---|---|---|---|")
        rows = [i for i in frame.indicators().values() if i.task == task.code]
        lines += [row(indicator) for indicator in rows]
        lines.append("")
    return "\n".join(lines)


def row(indicator: frame.FrameIndicator) -> str:
    room = path_of(indicator.room) + ("" if indicator.built else " (not built yet)")
    if indicator.serving:
        room += "; served by " + ", ".join(path_of(r) for r in indicator.serving)
    title = f"{indicator.title} · {indicator.title_en}"
    cells = [indicator.code, indicator.v4 or "—", title, room, indicator.page, indicator.command]
    return f"| {' | '.join(cells)} |"


def path_of(room: str) -> str:
    return f"`{room.removeprefix('espalier.').replace('.', '/')}`"


def where(code: str) -> None:
    """Answer for an indicator (P1.2.1), a task (T1.2) or an output (O1.2.1)."""
    digits = code.strip().upper()[1:]
    prefix = digits if code.upper().startswith("P") else digits[:3]
    found = [i for i in frame.indicators().values() if i.code[1:].startswith(prefix)]
    if not found:
        sys.exit(f"{code} is none of our indicators, tasks or outputs")
    for indicator in found:
        state = "" if indicator.built else "  (not built yet)"
        print(f"{indicator.code} {indicator.title}{state}")
        print(f"  room     src/{indicator.room.replace('.', '/')}/")
        for served in indicator.serving:
            print(f"  served   src/{served.replace('.', '/')}/")
        print(f"  page     {indicator.page or '—'}\n  command  {indicator.command or '—'}")


def main() -> None:
    match sys.argv[1:]:
        case ["write"]:
            TARGET.write_text(rendered(), encoding="utf-8")
        case ["check"]:
            old = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
            changed = list(
                difflib.unified_diff(old.splitlines(), rendered().splitlines(), lineterm="")
            )
            if changed:
                sys.exit("docs/map.md is stale, run: make map\n" + "\n".join(changed))
        case ["where", code]:
            where(code)
        case _:
            sys.exit("usage: make map | make where T=P1.2.1")


if __name__ == "__main__":
    main()
