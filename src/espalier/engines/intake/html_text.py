"""HTML as plain text: what a reader would see, nothing that could run."""

import re
from html.parser import HTMLParser

# What stands inside these is never words of the page.
_SILENT = frozenset(
    {"script", "style", "template", "noscript", "svg", "iframe", "object", "canvas", "title"}
)
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"}
    | {"hr", "li", "main", "nav", "ol", "option", "p", "pre", "section", "table", "tbody"}
    | {"tfoot", "thead", "tr", "ul"}
)
_CELLS = frozenset({"td", "th"})
_SPACES = re.compile(r"[^\S\n]+")
_MARKUP = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|\?xml)", re.I | re.S)
_START = 4096  # characters in which the mark of a page is sought


def is_html(data: bytes, filename: str = "") -> bool:
    """Tell a web page by its first element, or by its name when it is a fragment of one."""
    if _MARKUP.match(data[:_START].lstrip(b"\xef\xbb\xbf")):
        return True
    return filename.lower().endswith((".html", ".htm")) and b"<" in data


def plain_text(markup: str) -> str:
    """Return the words of a page, one block a line; scripts, styles and attributes are dropped.

    Examples
    --------
    >>> plain_text("<h1>趨勢</h1><script>alert(1)</script><p onclick='x()'>五軸 <b>加工</b></p>")
    '趨勢\\n五軸 加工'
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = (line.strip() for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Collects the words between the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self._break()
        elif tag in _CELLS:
            self.parts.append("\t")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # An element closed at once silences nothing; losing the rest of the page would be worse.
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            # A silent element that was never closed ends with the one around it.
            while self._silent.pop() != tag:
                pass
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(_SPACES.sub(" ", data.replace("\n", " ")))

    def _break(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")
