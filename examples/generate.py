"""Write the example company: ``python -m examples.generate --people 480 --seed 7 --out examples/company``.

With the folder of the repository the standards beside it are written too. More people, for measurements, repeat
the departments in further sites: ``--people 50000 --out var/bench/50000``.
"""

import argparse
import sys
from pathlib import Path

from examples.maker.company_files import company_sheets
from examples.maker.sheets import files_of
from examples.maker.standard_files import standard_files

SEED = 7
PEOPLE = 480
HERE = Path(__file__).parent


def all_files(people: int = PEOPLE, seed: int = SEED) -> dict[str, bytes]:
    """Every file of the company by name. The same arguments give the same bytes."""
    return {
        name: data
        for sheet in company_sheets(people, seed)
        for name, data in files_of(sheet).items()
    }


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files; sheets of an earlier run that are no longer made go."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.suffix in (".xlsx", ".csv", ".txt", ".docx") and old.name not in files:
            old.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=HERE / "company")
    arguments = parser.parse_args()
    files = all_files(arguments.people, arguments.seed)
    write_folder(arguments.out, files)
    standards = arguments.out.parent / "standards"
    write_folder(standards, standard_files())
    size = sum(map(len, files.values()))
    sys.stdout.write(f"{len(files)} files, {size / 1024:,.0f} KiB in {arguments.out}\n")


if __name__ == "__main__":
    main()
