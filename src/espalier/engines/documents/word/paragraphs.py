"""A paragraph before it is written, so that page breaks and section ends can still join it."""

from dataclasses import dataclass

from .. import palette
from ..cells import Shade


@dataclass(slots=True)
class Paragraph:
    """Content runs in a style, with the few properties the styles cannot hold.

    `number` refers to a list definition, 0 for none; `bar` is the colour of a bar at the left;
    `space_before` and `space_after` in twips replace what the style says.
    """

    style: str
    content: str
    keep_next: bool = False
    page_break: bool = False
    unnumbered: bool = False
    number: int = 0
    bar: str = ""
    tabs: str = ""
    rule_below: bool = False
    space_before: int | None = None
    space_after: int | None = None
    centred: bool = False
    tiny: bool = False
    section: str = ""

    def xml(self) -> str:
        """The paragraph with its properties in the order the schema demands."""
        parts = (
            f'<w:pStyle w:val="{self.style}"/>',
            "<w:keepNext/>" if self.keep_next else "",
            "<w:pageBreakBefore/>" if self.page_break else "",
            self._numbering(),
            self._borders(),
            self.tabs,
            self._spacing(),
            '<w:ind w:left="200" w:right="100"/>' if self.bar else "",
            '<w:jc w:val="center"/>' if self.centred else "",
            self.section,
        )
        return f"<w:p><w:pPr>{''.join(parts)}</w:pPr>{self.content}</w:p>"

    def _numbering(self) -> str:
        """Heading numbers are in our text: a numbered style of the reference is switched off."""
        if self.number or self.unnumbered:
            return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.number}"/></w:numPr>'
        return ""

    def _borders(self) -> str:
        if self.bar:
            fill = palette.SHADES[Shade.MUTED]
            left = f'<w:left w:val="single" w:sz="24" w:space="8" w:color="{self.bar}"/>'
            return f'<w:pBdr>{left}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        if self.rule_below:
            line = f'w:val="single" w:sz="6" w:space="3" w:color="{palette.ACCENT}"'
            return f"<w:pBdr><w:bottom {line}/></w:pBdr>"
        return ""

    def _spacing(self) -> str:
        if self.tiny:
            return '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        before = "" if self.space_before is None else f' w:before="{self.space_before}"'
        after = "" if self.space_after is None else f' w:after="{self.space_after}"'
        return f"<w:spacing{before}{after}/>" if before or after else ""


def carrier(style: str) -> Paragraph:
    """A paragraph one point high, where Word demands one after a table at a section's end."""
    return Paragraph(style, "", tiny=True)
