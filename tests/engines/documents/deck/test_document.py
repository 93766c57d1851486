"""The deck as a document says the same as the slides."""

from espalier.engines.documents.deck.document import as_document
from espalier.engines.documents.html import to_html
from espalier.engines.documents.tree import Figure, Heading, Table

from .sample import MERGED, deck


def test_one_section_a_slide_and_the_same_numbers():
    document = as_document(deck(), year=2027)
    headings = [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 1]
    assert headings == ["重點", "為何這樣排", "預算", "時程"]
    assert MERGED in [b for b in document.blocks if isinstance(b, Table)]
    budget = next(b for b in document.blocks if isinstance(b, Figure))
    assert [[c.text for c in row] for row in budget.data.rows] == [
        ["法定", "1,200,000", "300,000"],
        ["職能", "2,100,000", "–"],
    ]


def test_it_can_be_read_on_a_page():
    page = to_html(as_document(deck(), year=2027))
    for words in ("NT$3,600,000", "法定先排", "O2.3.1", "2027 年度訓練計畫"):
        assert words in page
    assert "慢慢說" not in page  # what the speaker says is for the speaker
