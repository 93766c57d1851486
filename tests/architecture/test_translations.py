"""Every string a person can see has its zh-Hant form; none is fuzzy."""

import subprocess
import sys

import pytest
from babel.messages.pofile import read_po

from tests.architecture.source import PACKAGE, ROOT

CATALOGUES = sorted(PACKAGE.rglob("locale/zh_Hant/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_nothing_is_untranslated_or_fuzzy(path):
    with path.open("rb") as source:
        catalogue = read_po(source, abort_invalid=True)
    missing = [
        m.id for m in catalogue if m.id and not (all(m.string) if m.pluralizable else m.string)
    ]
    assert missing == []
    assert [m.id for m in catalogue if m.id and m.fuzzy] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_placeholders_survive_translation(path):
    with path.open("rb") as source:
        catalogue = read_po(source)
    errors = [(m.id, [str(e) for e in m.check(catalogue)]) for m in catalogue if m.id]
    assert [e for e in errors if e[1]] == []


def test_no_string_is_missing_from_the_catalogues():
    command = [sys.executable, "tools/collect_strings.py", "check"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout[-4000:] + answer.stderr[-2000:]


def test_one_string_has_one_translation():
    """Django merges all catalogues, so two forms of one string would overrule each other by chance."""
    forms: dict[tuple[str, str], set[str]] = {}
    for path in CATALOGUES:
        with path.open("rb") as source:
            for message in read_po(source):
                if message.id:
                    key = (message.context or "", str(message.id))
                    forms.setdefault(key, set()).add(str(message.string))
    assert {key: found for key, found in forms.items() if len(found) > 1} == {}
