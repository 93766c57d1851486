"""Real Word lists: bullets, and numbers that begin again with every list."""

from typing import TYPE_CHECKING

from .markup import NAMESPACES

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"


class Lists:
    """Adds list definitions beside those the reference file has."""

    def __init__(self, document: "WordDocument") -> None:
        self._root = _numbering_root(document)
        self._bullets = self._define('<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>')
        self._numbers = self._define('<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>')
        self._bullet_list = self._use(self._bullets)

    def bullets(self) -> int:
        """The number paragraphs of any bullet list refer to."""
        return self._bullet_list

    def numbers(self) -> int:
        """A new number, so that the list beginning here counts from one."""
        return self._use(self._numbers)

    def _next(self, tag: str, attribute: str) -> int:
        used = (int(e.get(f"{_W}{attribute}", "0")) for e in self._root.findall(f"{_W}{tag}"))
        return max(used, default=0) + 1

    def _define(self, level: str) -> int:
        from docx.oxml.parser import parse_xml

        number = self._next("abstractNum", "abstractNumId")
        definition = parse_xml(
            f'<w:abstractNum {NAMESPACES} w:abstractNumId="{number}">'
            '<w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{level}<w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="480" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
        )
        # The schema wants all definitions before the first use.
        first_use = self._root.find(f"{_W}num")
        if first_use is None:
            self._root.append(definition)
        else:
            first_use.addprevious(definition)
        return number

    def _use(self, definition: int) -> int:
        from docx.oxml.parser import parse_xml

        number = self._next("num", "numId")
        self._root.append(
            parse_xml(
                f'<w:num {NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="{definition}"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        return number


def _numbering_root(document: "WordDocument"):  # type: ignore[no-untyped-def] # lxml is untyped
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml.parser import parse_xml
    from docx.parts.numbering import NumberingPart

    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except KeyError:
        part = NumberingPart(
            PackURI("/word/numbering.xml"),
            _TYPE,
            parse_xml(f"<w:numbering {NAMESPACES}/>"),
            document.part.package,
        )
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return part.element
