"""Compile or collect translations with Babel; no gettext of the system is needed."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "espalier"


def po_files() -> list[Path]:
    return sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/django.po"))


def compile_all() -> None:
    """Write each .mo beside its .po when it is older."""
    for po in po_files():
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source)
        with mo.open("wb") as target:
            write_mo(target, catalogue)


if __name__ == "__main__":
    if sys.argv[1:] == ["compile"]:
        compile_all()
    else:
        from collect_strings import main as collect

        sys.argv = sys.argv[:1]
        collect()
