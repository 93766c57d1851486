"""Write the example company: ``python -m examples.generate --people 480 --seed 7 --out examples/company``.

For the folder of the repository the standards and the list of breaks beside it are written too. More people, for
measurements, repeat the departments in further sites: ``--people 50000 --out var/bench/50000``.
"""

import argparse
import sys
from pathlib import Path

from examples.maker.company_files import company_sheets
from examples.maker.document_files import document_files
from examples.maker.sheets import files_of
from examples.maker.standard_files import standard_files
from examples.maker.workforce import PEOPLE_OF_ONE_SITE, SEED

HERE = Path(__file__).parent


def all_files(people: int = PEOPLE_OF_ONE_SITE, seed: int = SEED) -> dict[str, bytes]:
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
        if (
            old.suffix in (".xlsx", ".csv", ".txt", ".docx", ".html", ".pdf")
            and old.name not in files
        ):
            old.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _write_beside() -> None:
    """Standards and the list of breaks belong to the company of the repository only."""
    from examples.maker.breaks import breaks_as_json, breaks_as_text

    write_folder(HERE / "standards", standard_files())
    write_folder(HERE / "documents", document_files())
    (HERE / "breaks.json").write_text(breaks_as_json(), encoding="utf-8")
    (HERE / "BREAKS.md").write_text(breaks_as_text(), encoding="utf-8")


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE_OF_ONE_SITE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=HERE / "company")
    arguments = parser.parse_args()
    files = all_files(arguments.people, arguments.seed)
    write_folder(arguments.out, files)
    if arguments.out.resolve() == HERE / "company":
        _write_beside()
    size = sum(map(len, files.values()))
    sys.stdout.write(f"{len(files)} files, {size / 1024:,.0f} KiB in {arguments.out}\n")


if __name__ == "__main__":
    main()
