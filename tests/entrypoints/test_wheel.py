"""The wheel is all an installation needs: built pages, fonts, translations, the frame table."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = {
    "the front end": "entrypoints/web/static/build/manifest.json",
    "a font for documents": "entrypoints/web/static/build/fonts/NotoSansTC_400Regular.ttf",
    "the frame table": "tasks.toml",
    "the words of a stage": "cycle/people/locale/zh_Hant/LC_MESSAGES/django.mo",
    "a template": "entrypoints/web/templates/base.html",
    "the styles of documents": "engines/documents/document.css",
    "a migration": "kit/audit/migrations/0001_initial.py",
}


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return wheel.namelist()


@pytest.mark.parametrize("path", NEEDED.values(), ids=NEEDED)
def test_the_wheel_holds(path, names):
    assert f"espalier/{path}" in names


def test_the_wheel_holds_no_example_and_no_test(names):
    assert not [n for n in names if n.startswith(("examples/", "tests/", "frontend/"))]
