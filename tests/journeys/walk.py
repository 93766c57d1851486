"""Walking every page a person can reach, and what each page is looked at for.

A page here is one address pattern: ``/people/employees/17/`` and ``/people/employees/18/`` are the
same page. The walk starts at home and follows links breadth first, so it also proves that every
page can be reached without typing an address.
"""

import re
import zlib
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tests.journeys.conftest import DESKTOP, PHONE, Visitor

# Arguments that make a different page of the same address; the others are only another record.
DISTINGUISHING = {"which"}
OF_THE_WIDTH = ("target-size", "scrollable-region-focusable", "link-in-text-block", "meta-viewport")
LEFTOVERS = re.compile(
    r"\{\{|\}\}|\{%|%\}|\bNone\b|\bundefined\b|\bNaN\b|%\(\w+\)s|&[a-z]+;|__\w+__"
)
WORDS = re.compile(r"[A-Za-z]*[a-z][A-Za-z'’]{2,}")
# Codes, addresses, file names and digests are the same in every language.
SAME_EVERYWHERE = re.compile(
    r"[A-ZÀ-Þ][\w’-]+(?:(?:, | & |, & )[A-ZÀ-Þ][\w’-]+)*(?: et al\.)? (?:19|20)\d\d|"  # authors of a source
    r"Locus for Focus|"  # a method that keeps its name
    r"\S+@\S+|https?://\S+|/[\w/.-]+|\b[\w.-]+\.(?:pdf|docx|xlsx|xls|csv|json|txt|odt|tsv|html|css)\b"
    r"|\b[A-Za-z]*\d[\w./-]*|\b[A-Z][A-Z0-9]*(?:[-_/][A-Z0-9]+)+\b|\b[0-9a-f]{8,}\b"
)
# Names of products and keys; abbreviations in capitals are no words.
ALLOWED = {
    "Espalier",
    "Excel",
    "Word",
    "LibreOffice",
    "iCAP",
    "English",
    "Ctrl",
    "Tab",
    "Enter",
    "Esc",
    "Shift",
    "Borich",  # authors of methods
    "Mager",
    "Pipe",
    "HiGHS",  # programs a certificate names
    "Tools",
    "NumPy",
    "min",  # in formulas
    "max",
}

VISIBLE_TEXT = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, at = node.parentElement;
    if (!node.data.trim() || at.closest('script, style, template, code, [lang|=en]')) continue;
    if (at.tagName === 'OPTION' ? at.closest('select').checkVisibility() : at.checkVisibility())
      found.push(node.data.trim());
  }
  for (const at of document.querySelectorAll('[placeholder],[title],[aria-label],[alt]'))
    for (const name of ['placeholder', 'title', 'aria-label', 'alt'])
      if (at.getAttribute(name) && !at.closest('[lang|=en]')) found.push(at.getAttribute(name));
  found.push(document.title);
  return found;
}"""
# Only links that are there to be followed; those of a fragment or a file are followed all the same.
LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => a.href)"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def page_of(url: str) -> str:
    """The name of the page behind an address, or nothing where it is none of ours."""
    try:
        match = resolve(urlsplit(url).path)
    except Resolver404:
        return ""
    picked = {k: v for k, v in match.kwargs.items() if k in DISTINGUISHING}
    return " ".join([match.view_name, *map(str, picked.values())])


def english_in(texts: list[str]) -> list[str]:
    """Texts of a Chinese page that hold English words which are neither code nor name."""
    return [
        text[:90] for text in texts if set(WORDS.findall(SAME_EVERYWHERE.sub(" ", text))) - ALLOWED
    ]


@dataclass
class Walk:
    """One person's way through the product; ``known`` pages were looked at by somebody before."""

    visitor: Visitor
    known: set[str] = field(default_factory=set)
    half: int | None = None  # 0 or 1: look closely at every other page only, the rest is another's
    faults: list[str] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def go(self) -> "Walk":
        """Every page once, breadth first from home."""
        waiting, met = deque([f"{self.visitor.company.url}/"]), {"home"}
        while waiting:
            url = waiting.popleft()
            name = page_of(url)
            links = self._visit(url, name) if self._is_mine(name) else self._read(url)
            if links is None:
                continue
            self.pages[name] = url
            for link in links:
                target = urljoin(url, link).partition("#")[0]
                page = page_of(target) if target.startswith(self.visitor.company.url) else ""
                if page and page not in met:
                    met.add(page)
                    waiting.append(target)
        return self

    def _is_mine(self, name: str) -> bool:
        """Whether to look closely: nobody did before, and it is in one's half."""
        mine = self.half is None or zlib.crc32(name.encode()) % 2 == self.half
        return mine and name not in self.known

    def _read(self, url: str) -> list[str] | None:
        """The links of a page somebody looked at before: answered for this person, but not drawn."""
        answer = self.visitor.page.context.request.get(url, timeout=60_000)
        if answer.status != 200:
            self.faults.append(f"{url}: answers {answer.status}")
            return None
        if "text/html" not in answer.headers.get("content-type", ""):
            self.files.add(page_of(url))
            return None
        return list(map(str, lxml.html.fromstring(answer.text()).xpath("//a/@href")))

    def _visit(self, url: str, name: str) -> list[str] | None:
        """The links of a page that is opened in the browser and looked at closely."""
        if not self._open(url):
            return None
        self.look(name)
        return self.visitor.page.evaluate(LINKS)

    def _open(self, url: str) -> bool:
        page = self.visitor.page
        try:
            answer = page.goto(url, timeout=60_000)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            self.files.add(page_of(url))
            return False
        if answer.status != 200:
            self.faults.append(f"{url}: answers {answer.status}")
            return False
        return "text/html" in answer.headers.get("content-type", "")

    def look(self, name: str) -> None:
        """At desktop and at phone width: axe, overflow, language, leftovers of templates.

        The same elements stand at both widths, so on the phone axe looks only at what the width can change.
        """
        page = self.visitor.page
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            page.evaluate("document.fonts.ready.then(() => true)")
            place = f"{name} at {size['width']}"
            self.faults += [
                f"{place}: {each}"
                for each in self.visitor.axe(rules=() if size is DESKTOP else OF_THE_WIDTH)
            ]
            if over := page.evaluate(OVERFLOW):
                self.faults.append(f"{place}: {over} px wider than the screen")
        texts = page.evaluate(VISIBLE_TEXT)
        self.faults += [f"{name}: English: {text}" for text in english_in(texts)]
        self.faults += [f"{name}: leftover: {t[:90]}" for t in texts if LEFTOVERS.search(t)]
        page.set_viewport_size(DESKTOP)
