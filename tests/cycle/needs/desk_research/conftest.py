"""A document of the desk with three pages of text."""

import pytest

from espalier.cycle.needs.desk_research import services
from espalier.cycle.needs.desk_research.types import DocumentContent
from espalier.kit.accounts.types import Actor
from tests.conftest import MONDAY

BY = Actor.system("test")
PAGES = (
    "一、稽核結果\n量測人員未能說明量測不確定度的評估方法。切削液更換紀錄完整。\n"
    "\f二、建議\n應於半年內完成三次元量測人員的訓練。\f附件"
)


def content(code: str = "D-01", **changes) -> DocumentContent:
    told = {
        "title": "客戶稽核報告",
        "type": "audit",
        "scope": "organisation",
        "relevance": 5,
        "credibility": 4,
        "reason": "客戶簽署",
    }
    return DocumentContent(code=code, **(told | changes))


def added(code: str = "D-01", **changes):
    told = content(code, **changes)
    return services.save_document(document_id=None, content=told, by=BY, at=MONDAY)


def brought(document, data: bytes | str = PAGES, name: str = "audit.txt"):
    data = data.encode() if isinstance(data, str) else data
    return services.attach_file(document_id=document.pk, data=data, name=name, by=BY, at=MONDAY)


@pytest.fixture
def document(db):
    return brought(added())
