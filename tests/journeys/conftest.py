"""Journeys run against the real thing: the demo's commands, gunicorn, a worker, a real browser."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PASSWORD = "espalier-demo"
ROLES = {
    "訓練經理": "manager",
    "課程承辦人": "coordinator",
    "講師": "instructor",
    "學員": "learner",
    "主管": "supervisor",
    "高階主管": "executive",
    "稽核員": "auditor",
    "系統管理員": "administrator",
}
PATIENCE = 60_000  # milliseconds: a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE / 2)


@pytest.fixture(scope="session")
def _socket_allowed():
    """These tests are the ones that talk to a server of ours."""


def people_of_the_example() -> dict[str, tuple[str, str]]:
    """Role → (number, name) of those who may sign in, as the example's own sheet has them."""
    sheet = openpyxl.load_workbook(ROOT / "examples" / "company" / "095_accounts.xlsx").worksheets[
        0
    ]
    head, *rows = sheet.iter_rows(values_only=True)
    number, name, role = (head.index(word) for word in ("員工編號", "姓名", "角色"))
    return {ROLES[row[role]]: (row[number], row[name]) for row in rows if row[role]}


def somebody_in(unit: str) -> str:
    """The number of a person of the example who works in a unit."""
    book = openpyxl.load_workbook(ROOT / "examples" / "company" / "040_employees.xlsx")
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    head = next(row for row in rows if "員工編號" in row)
    place, left = head.index("單位代碼"), head.index("離職日")
    return next(row[0] for row in rows if row[place] == unit and not row[left])


class Company:
    """A running installation with the example company."""

    def __init__(self, home: Path, address: str) -> None:
        self.home, self.address = home, address
        self.url = f"http://{address}"
        self.environment = {**os.environ, "ESPALIER_HOME": str(home), "ESPALIER_MODE": "production"}
        self.environment["ESPALIER_DATABASE_URL"] = ""
        self.children: list[subprocess.Popen] = []

    def command(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "espalier", *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
        return done.stdout

    def start(self, *arguments: str) -> None:
        with (self.home / f"{arguments[0]}.log").open("w") as log:  # the child has its own handle
            child = subprocess.Popen(
                [sys.executable, "-m", "espalier", *arguments],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.children.append(child)

    def stop(self) -> None:
        for child in self.children:
            child.terminate()
        for child in self.children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def wait_until_it_answers(url: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{url}/account/login/", timeout=2)
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise AssertionError("the server did not answer within 30 seconds")


def started(home: Path, *, with_example: bool) -> Company:
    company = Company(home, free_address())
    loaded = os.environ.get("ESPALIER_JOURNEY_COMPANY", "") if with_example else ""
    if loaded:  # a home loaded before, copied: tools/suite.py loads one for all workers
        shutil.copytree(loaded, home, dirs_exist_ok=True)
    company.command("migrate")
    if with_example and not loaded:
        company.command("demo-load", "--outputs", str(home / "outputs"))
    company.start("web", "--address", company.address, "--processes", "1")
    company.start("worker")
    wait_until_it_answers(company.url)
    return company


@pytest.fixture(scope="session")
def company(tmp_path_factory):
    """The example company; journeys share it, so each leaves what others need as it was."""
    running = started(tmp_path_factory.mktemp("company"), with_example=True)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def empty_installation(tmp_path_factory):
    """An installation in which only the first administrator exists."""
    running = started(tmp_path_factory.mktemp("empty"), with_example=False)
    running.command(
        "create-admin", "--email", "admin@example.com", "--name", "管理員", "--password", PASSWORD
    )
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser():
    path = os.environ.get("ESPALIER_BROWSER", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


class Visitor:
    """One person at one screen; remembers every fault the page reports."""

    def __init__(self, context: BrowserContext, company: Company) -> None:
        self.company = company
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self.name = ""
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._hear)
        self.page.on("response", self._look)

    def _hear(self, message) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _look(self, response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.url}: {response.status}")

    def sign_in(self, login: str, password: str = PASSWORD) -> "Visitor":
        if login in ROLES.values():
            login, self.name = people_of_the_example()[login]
        self.open("/account/login/")
        self.page.locator("input[name=login]").fill(login)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main form button[type=submit]").first.click()
        expect(self.page.locator("body")).not_to_have_class(re.compile("no-menu"))
        return self

    def open(self, path: str) -> "Visitor":
        self.page.goto(path if path.startswith("http") else f"{self.company.url}{path}")
        return self

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def axe(self, *, rules: Sequence[str] = ()) -> list[str]:
        """What axe finds on the page as it stands: by everything it knows, or by a few rules."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            """rules => axe.run(document, {runOnly: rules.length
                ? {type: 'rule', values: rules}
                : ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']
            })""",
            list(rules),
        )
        return [
            f"{self.page.url}: {v['id']}: {n['target']} {n.get('failureSummary', '')[:160]}"
            for v in found["violations"]
            for n in v["nodes"][:3]
        ]


@contextmanager
def visitors(browser: Browser, company: Company):
    """Make visitors: ``make()``, ``make("learner", phone=True)`` or by number. Every fault of a page fails the test."""
    made = []

    def make(login: str = "", *, phone: bool = False, at: Company | None = None) -> Visitor:
        size = PHONE if phone else DESKTOP
        context = browser.new_context(viewport=size, locale="zh-TW", accept_downloads=True)
        visitor = Visitor(context, at or company)
        made.append((context, visitor))
        return visitor.sign_in(login) if login else visitor

    yield make
    faults = [fault for _context, visitor in made for fault in visitor.faults]
    for context, _visitor in made:
        context.close()
    assert faults == []


@pytest.fixture
def visit(browser: Browser, company: Company):
    """Visitors of one test."""
    with visitors(browser, company) as make:
        yield make
