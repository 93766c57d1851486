"""O1.2.1 with norms: the mandatory layer and the register with its review dates."""

import json
from datetime import date

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from espalier.cycle.learning_map.map.content import map_content
from espalier.cycle.learning_map.map.sections import document_of
from espalier.cycle.learning_map.norms import services
from espalier.cycle.learning_map.norms.types import NormContent, Rule, Target
from espalier.engines.documents.html import to_html
from espalier.engines.documents.meta import Language
from espalier.engines.documents.tree import Heading
from espalier.kit.outputs import services as documents
from espalier.kit.outputs.content import blank_face
from espalier.kit.versions.models import Edition
from tests.factories import learning_map as make
from tests.factories.learning_map import AT, BY, ON

pytestmark = pytest.mark.django_db
WHO = {"by": BY, "at": AT}


def norm(code: str, title: str, rule: Rule, **changes):
    fields = {"kind": "legal", "status": "secondary", "source": "某法第 9 條", "title": title}
    return services.create_norm(
        code=code,
        content=NormContent(**(fields | changes)),
        rule=rule,
        effective_from=date(2025, 1, 1),
        **WHO,
    )


@pytest.fixture
def governed(company):
    """A module, and norms for everybody, one position, a duty; one only known, one overdue principle."""
    skill = make.competency("S1")
    make.requirement(company.welder, skill, 3.0)
    make.published("M1", raises={"S1": 3.0})
    everybody = Rule(window="rolling", months=36, minutes=180, target=Target(everyone=True))
    safety = norm("OSH-6", "在職安全訓練", everybody, title_en="Safety refresher")
    services.set_links(
        norm_id=safety.pk, modules_={"M1": (120, "")}, positions_=[], clauses_=[], **WHO
    )
    customer = Rule(window="calendar", months=12, minutes=60)
    post = norm("CUS-1", "量測資格", customer, kind="customer")
    services.set_links(norm_id=post.pk, modules_={}, positions_=["MFG-1"], clauses_=[], **WHO)
    norm("AID", "急救人員", Rule(window="once", minutes=960, target=Target(duties=("急救人員",))))
    norm("PD", "個資原則", Rule(), review_on=date(2026, 6, 30))
    norm("BANK", "銀行規範", everybody, is_applied=False)
    return company


def content() -> dict:
    return json.loads(json.dumps(map_content(ON), cls=DjangoJSONEncoder))


def text(language: Language = Language.ZH_HANT) -> str:
    return to_html(document_of(content(), blank_face(language, ON)))


def section(html: str, begins: str, ends: str) -> str:
    return html[html.index(f'id="doc-{begins}"') : html.index(f'id="doc-{ends}"')]


def test_the_mandatory_layer_says_who_must_learn_what_by_when(governed):
    layer = section(text(), "mandatory", "coverage")
    for said in ("OSH-6 在職安全訓練", "前次完成後每 3 年", "M1 模組M1（採計 2 小時）",
                 "MFG-1 銲接技術員", "CUS-1 量測資格", "每 1 年（曆期）", "職務：急救人員", "到任前一次"):  # fmt: skip
        assert said in layer, said
    assert "下列規範尚無模組可滿足：AID 急救人員、CUS-1 量測資格" in layer
    assert "個資原則" not in layer
    assert "銀行規範" not in layer


def test_the_register_lists_every_norm_with_source_status_and_review(governed):
    register = section(text(), "norms", "annex")
    for said in ("PD 個資原則", "某法第 9 條", "見於次級來源", "2026-06-30 逾期", "BANK 銀行規範"):
        assert said in register, said
    assert register.index("CUS-1") > register.index("PD 個資原則"), "legal norms come first"


def test_both_languages_say_it(governed):
    english = text(Language.EN)
    assert "Safety refresher" in section(english, "mandatory", "coverage")
    assert "every 3 years since the last time" in english
    assert "2026-06-30 overdue" in english


def test_the_same_content_gives_the_same_tree(governed):
    frozen = content()
    first = document_of(frozen, blank_face(Language.EN, ON))
    services.create_norm(
        code="NEW",
        content=NormContent(kind="ethical", title="x", status="known"),
        rule=Rule(),
        effective_from=ON,
        **WHO,
    )
    assert document_of(frozen, blank_face(Language.EN, ON)) == first


def test_an_edition_from_before_norms_is_written_as_it_was(governed):
    earlier = {key: value for key, value in content().items() if key != "norms"}
    tree = document_of(earlier, blank_face(Language.EN, ON))
    titles = [b.text for b in tree.blocks if isinstance(b, Heading) and b.level == 1]
    assert "Mandatory layer" not in titles
    assert "Register of norms" not in titles


def test_a_map_without_norms_says_so(company):
    assert "規範登錄冊尚無內容。" in text()


def test_a_map_in_force_needs_an_update_when_a_norm_changes(governed):
    edition = documents.prepare(output="O1.2.1", change_note="初版", **WHO)
    Edition.objects.filter(pk=edition.pk).update(state="published", published_at=AT)
    norm("LATER", "後來的規範", Rule())
    edition.refresh_from_db()
    assert edition.needs_update_reason.startswith("LATER 後來的規範")
    assert edition.needs_update_kind == "learning_map.Norm"
