"""Take the pictures of the README anew: the example company in a real browser, in zh-Hant."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
from browser import find_browser
from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "images" / "screens"
# What ``make demo`` left, or another loaded home; copied, so that it stays as it is.
LOADED = Path(os.environ.get("ESPALIER_JOURNEY_COMPANY", ROOT / "var" / "demo"))
PASSWORD = "espalier-demo"
DESKTOP, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--lang=zh-TW"]
MAX_BYTES = 300_000


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="espalier-screens-") as folder,
        serving(folder) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=find_browser(),
            args=FLAGS,
            env={**os.environ, "LANGUAGE": "zh_TW", "LC_ALL": "C.UTF-8"},
        )
        take_all(browser, url)
        browser.close()


def take_all(browser, url: str) -> None:
    manager = signed_in(browser, url, "訓練經理", DESKTOP)
    manager.goto(f"{url}/map/")
    keep(manager, "map")
    manager.goto(f"{url}/needs/gaps/?view=unit")
    keep(manager, "gaps")
    manager.goto(f"{url}/standards/intake/")
    manager.set_input_files("input[name=file]", ROOT / "examples/standards/PGJ-QAE-001v2.xlsx")
    manager.locator("main form button.btn-primary").click()
    manager.wait_for_selector(".check-source")
    keep(manager, "intake")
    learner = signed_in(browser, url, "學員", PHONE)
    learner.goto(f"{url}/map/route/")
    keep(learner, "route-phone")


def signed_in(browser, url: str, role: str, size: dict[str, int]) -> Page:
    page = browser.new_context(viewport=size, locale="zh-TW").new_page()
    page.goto(f"{url}/account/login/")
    page.fill("input[name=login]", number_of(role))
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector(".site-menu", state="attached")
    return page


def number_of(role: str) -> str:
    """The employee number of the example's person in a role."""
    sheet = openpyxl.load_workbook(ROOT / "examples/company/095_accounts.xlsx").worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    return next(row[head.index("員工編號")] for row in rows if row[head.index("角色")] == role)


def keep(page: Page, name: str) -> None:
    """The first screenful, with few enough colours to stay small in the repository."""
    page.evaluate("document.fonts.ready.then(() => true)")
    path = TARGET / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(128).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {size // 1000} kB")
    if size > MAX_BYTES:
        sys.exit(f"{path.name} is larger than {MAX_BYTES // 1000} kB")


@contextmanager
def serving(folder: str) -> Iterator[str]:
    """The example company on a free port; loaded anew unless ``make demo`` has done so."""
    home = Path(folder) / "home"
    environment = {**os.environ, "ESPALIER_HOME": str(home), "ESPALIER_MODE": "production"}
    environment["ESPALIER_DATABASE_URL"] = ""
    if (LOADED / "espalier.sqlite3").is_file():
        shutil.copytree(LOADED, home)
    espalier = [sys.executable, "-m", "espalier"]
    for command in (["migrate"], ["demo-load"]):
        subprocess.run([*espalier, *command], env=environment, cwd=ROOT, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    web = [*espalier, "web", "--address", address, "--processes", "1"]
    child = subprocess.Popen(web, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://{address}")
        yield f"http://{address}"
    finally:
        child.terminate()
        child.wait(15)


def wait_for(url: str) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{url}/account/login/", timeout=2).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    sys.exit("the pages did not start within a minute")


if __name__ == "__main__":
    main()
