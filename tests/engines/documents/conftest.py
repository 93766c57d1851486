"""The fonts and the made-up documents the tests of this engine share."""

from pathlib import Path

import pytest

from espalier.engines.documents import Language, to_docx, to_html, to_pdf, to_xlsx
from espalier.engines.documents.fonts import FILES

from .sample import rich

PACKAGE = Path(__file__).parents[3] / "frontend/node_modules/@expo-google-fonts/noto-sans-tc"


@pytest.fixture(scope="session")
def fonts_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with just the two font files, as the build makes it."""
    folder = tmp_path_factory.mktemp("fonts")
    for name in FILES:
        found = next(PACKAGE.rglob(name), None)
        if found is None:
            pytest.fail(f"{name} is not under {PACKAGE}: run `make ready` first")
        (folder / name).symlink_to(found)
    return folder


@pytest.fixture(scope="session", params=list(Language), ids=str)
def document(request: pytest.FixtureRequest):
    """The rich sample, once per language."""
    return rich(request.param)


@pytest.fixture(scope="session")
def pdf(document, fonts_dir) -> bytes:
    return to_pdf(document, fonts_dir=fonts_dir)


@pytest.fixture(scope="session")
def docx(document, fonts_dir) -> bytes:
    return to_docx(document, fonts_dir=fonts_dir)


@pytest.fixture(scope="session")
def html(document, fonts_dir) -> str:
    return to_html(document, fonts_dir=fonts_dir)


@pytest.fixture(scope="session")
def xlsx(document) -> bytes:
    return to_xlsx(document)
