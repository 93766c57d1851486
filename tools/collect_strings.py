"""Collect translatable strings of code and templates, and compare them with the zh-Hant catalogues.

Babel reads Python; Django's own ``templatize`` turns templates into calls that a pattern can read. A string belongs to
the nearest ``locale`` folder above the file it stands in.
"""

import ast
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parents[1] / "src" / "espalier"
FALLBACK = PACKAGE / "entrypoints" / "web"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_now": None,  # where `_` is the lazy form
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
LITERAL = r"""u?(?P<q{n}>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
SINGLE = re.compile(r"(?<![a-z])gettext\(" + LITERAL.format(n=1) + r"\)", re.DOTALL)
PLURAL = re.compile(
    r"ngettext\(" + LITERAL.format(n=1) + r"\s*,\s*" + LITERAL.format(n=2), re.DOTALL
)
CONTEXT = re.compile(
    r"pgettext\(" + LITERAL.format(n=1) + r"\s*,\s*" + LITERAL.format(n=2), re.DOTALL
)
Key = tuple[str, str]  # context, id


def strings_in(path: Path) -> set[tuple[str, str | tuple[str, str]]]:
    """(context, id or (singular, plural)) of every translatable string of one file."""
    if path.suffix == ".py":
        found = extract_from_file("python", str(path), keywords=KEYWORDS)
        return {(context or "", message) for _line, message, _notes, context in found}
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    text = {("", ast.literal_eval(m["q1"])) for m in SINGLE.finditer(source)}
    text |= {
        ("", (ast.literal_eval(m["q1"]), ast.literal_eval(m["q2"])))
        for m in PLURAL.finditer(source)
    }
    text |= {
        (ast.literal_eval(m["q1"]), ast.literal_eval(m["q2"])) for m in CONTEXT.finditer(source)
    }
    return text


def sources() -> list[Path]:
    python = [
        p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts and "engines" not in p.parts
    ]
    templates = [p for s in ("html", "txt") for p in PACKAGE.rglob(f"templates/**/*.{s}")]
    return sorted(python + templates)


def home_of(path: Path) -> Path:
    """The catalogue a string of this file belongs to."""
    for folder in path.parents:
        if folder == PACKAGE:
            break
        if (folder / "locale").is_dir():
            return folder / "locale" / "zh_Hant" / "LC_MESSAGES" / "django.po"
    return FALLBACK / "locale" / "zh_Hant" / "LC_MESSAGES" / "django.po"


def catalogues() -> dict[Path, Catalog]:
    read = {}
    for path in sorted(PACKAGE.rglob("locale/zh_Hant/LC_MESSAGES/django.po")):
        with path.open("rb") as source:
            read[path] = read_po(source, locale="zh_Hant")
    return read


def missing() -> list[tuple[Path, str, str | tuple[str, str]]]:
    """Strings of the source that no catalogue holds: (source file, context, id)."""
    known = {
        (m.context or "", m.id[0] if isinstance(m.id, tuple) else m.id)
        for catalogue in catalogues().values()
        for m in catalogue
        if m.id
    }
    found = []
    for path in sources():
        for context, message in sorted(strings_in(path), key=str):
            first = message[0] if isinstance(message, tuple) else message
            # Texts that Django and allauth translate themselves come without a catalogue of ours.
            if first and (context, first) not in known:
                found.append((path, context, message))
    return found


def collect_all() -> None:
    """Add what is missing to the catalogues, untranslated, so that the suite fails until it is."""
    read = catalogues()
    for path, context, message in missing():
        home = home_of(path)
        catalogue = read.setdefault(home, Catalog(locale="zh_Hant"))
        catalogue.add(message, context=context or None)
    for path, catalogue in read.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            write_po(target, catalogue, width=100, sort_output=True)


def main() -> None:
    if not settings.configured:
        settings.configure()
    if sys.argv[1:] == ["check"]:
        found = missing()
        for path, context, message in found:
            print(f"{path.relative_to(PACKAGE)}: {context}{message!r}")
        sys.exit(1 if found else 0)
    collect_all()


if __name__ == "__main__":
    main()
