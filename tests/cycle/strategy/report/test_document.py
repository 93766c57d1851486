"""O2.2.1: hurdles, sections, both languages, and a content that can be frozen."""

import json

import pytest

from espalier.cycle.strategy.framework import services as framework
from espalier.cycle.strategy.programmes import services as programmes
from espalier.cycle.strategy.programmes.models import Assessment, DesignOption
from espalier.cycle.strategy.report import content as contents
from espalier.cycle.strategy.report import output, services
from espalier.cycle.strategy.report.sections import document_of
from espalier.cycle.strategy.report.types import NARRATIVES
from espalier.engines.documents.meta import Language
from espalier.engines.documents.tree import Figure, Heading, Table
from espalier.kit.outputs.types import Face
from tests.cycle.strategy.framework.test_services import GROUPS, procedure
from tests.factories import strategy as make

pytestmark = pytest.mark.django_db


def frozen():
    return json.loads(json.dumps(contents.content(make.today()), ensure_ascii=False))


def hurdles():
    return {hurdle.key: hurdle.reason_allowed for hurdle in output.hurdles(frozen())}


@pytest.fixture
def finished(programme):
    told = {"by": make.BY, "at": make.AT}
    option = DesignOption.objects.get(code="OPA1")
    programmes.choose_option(option_id=option.pk, reason="得分最高", **told)
    draft = framework.take_draft(note="初稿", on=make.today(), **told)
    for group in GROUPS:
        framework.confirm(
            draft_id=draft.pk, group=group, spokesperson="代表", confirmed_on=make.today(), **told
        )
    framework.confirm_procedure(
        procedure_id=procedure().pk, criteria="目標可觀察", on=make.today(), **told
    )
    for key in NARRATIVES:
        services.write_narrative(key=key, text=f"{key} 的說明", text_en=f"Text of {key}", **told)
    make.record("division_of_work", position="MFG-1", work="開班", part="leads")
    return programme


def test_a_finished_report_has_no_hurdle(finished):
    assert hurdles() == {}


def test_every_hurdle_is_named_and_says_whether_a_reason_lifts_it(programme):
    option = DesignOption.objects.get(code="OPA1")
    option.groups.clear()
    DesignOption.objects.get(code="OPB1").delete()
    Assessment.objects.get().objectives.clear()
    found = hurdles()
    assert found == {
        "few_options:PR1": False,
        "option_incomplete:OPA1:group": False,
        "objective_without_assessment:OB1": True,
        **{f"group_not_confirmed:{group}": True for group in GROUPS},
        "procedure_not_confirmed": False,
        **{f"narrative_missing:{key}": False for key in NARRATIVES},
    }


def test_without_a_programme_the_report_says_so(company):
    assert hurdles()["no_programme"] is False


def tree(language):
    face = Face(language, 1, make.today(), "draft")
    return document_of(frozen(), face)


def test_every_section_is_there_in_both_languages_from_the_same_content(finished):
    chinese, english = (tree(each) for each in (Language.ZH_HANT, Language.EN))
    anchors = [
        [b.anchor for b in t.blocks if isinstance(b, Heading) and b.level == 1]
        for t in (chinese, english)
    ]
    assert anchors[0] == anchors[1]
    assert anchors[0] == [
        "control", "purpose", "standards", "groups", "options", "theory", "objectives",
        "architecture", "transfer", "resources", "risks", "feedback", "unit", "procedure",
        "conclusion", "annex",
    ]  # fmt: skip
    for kind in (Table, Figure):
        counts = [sum(isinstance(b, kind) for b in t.blocks) for t in (chinese, english)]
        assert counts[0] == counts[1] >= 3
    assert "Text of purpose" in str(english.blocks)
    assert "purpose 的說明" in str(chinese.blocks)


def test_an_empty_stage_still_makes_a_document(company):
    for language in (Language.ZH_HANT, Language.EN):
        assert tree(language).blocks


def test_sources_name_only_sections_of_the_document_and_nodes_of_the_thread(finished):
    from espalier.kit.thread.registry import node_kinds

    anchors = {b.anchor for b in tree(Language.ZH_HANT).blocks if isinstance(b, Heading)}
    for source in output.sources(frozen()):
        assert source.section in anchors
        assert source.kind in node_kinds(), source.kind


def test_queries_of_the_content_do_not_grow(finished, company, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        contents.content(make.today())
    make.programme(company, "PR2")
    with django_assert_num_queries(len(few)):
        contents.content(make.today())
