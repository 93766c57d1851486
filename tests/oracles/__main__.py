"""Hold the engines against every reference case; exit 1 on any failure or case without an adapter."""

import sys
from collections import Counter
from pathlib import Path

from tests.conftest import shared_folder
from tests.oracles.cases import adapters, cases, lines_of


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else shared_folder() / "data" / "statistics"
    answers, found = adapters(), cases(folder)
    if not found:
        print(f"{folder}: no reference cases", file=sys.stderr)
        return 1
    counts: Counter[str] = Counter()
    for case in found:
        for line in lines_of(case, answers.get(case.id)):
            counts[line.outcome] += 1
            print(line)
    print(f"{len(found)} cases: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    return 0 if set(counts) == {"pass"} else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
