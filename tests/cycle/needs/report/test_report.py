"""O2.1.1: what fills it, what keeps it from review, and what people write of it."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from espalier.cycle.needs.desk_research import services as desk
from espalier.cycle.needs.desk_research.types import DocumentContent, PassageContent
from espalier.cycle.needs.needs_list import services as need_services
from espalier.cycle.needs.needs_list.types import NeedLinks
from espalier.cycle.needs.report import content as contents
from espalier.cycle.needs.report import output, queries, services
from espalier.cycle.needs.report.models import Finding, Narrative
from espalier.cycle.needs.report.sections import document_of
from espalier.cycle.needs.report.types import FindingContent
from espalier.cycle.needs.strategy_goals import services as goal_services
from espalier.engines.documents.meta import Language
from espalier.engines.documents.tree import Figure, Heading, Table
from espalier.kit.accounts.types import Role
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from espalier.kit.outputs.types import Face
from tests.conftest import MONDAY
from tests.cycle.needs.stakeholders.conftest import begun, stakeholder
from tests.factories import needs, people

pytestmark = pytest.mark.django_db
ON = MONDAY.date()
BY = needs.BY


def frozen() -> dict:
    """The content as an edition keeps it."""
    text = json.dumps(contents.content(ON), cls=DjangoJSONEncoder, ensure_ascii=False)
    return json.loads(text)


def blocks(content: dict, language: Language = Language.ZH_HANT) -> list:
    return list(document_of(content, Face(language, 1, ON, "draft")).blocks)


def anchors(drawn: list) -> list[str]:
    return [b.anchor for b in drawn if isinstance(b, Heading) and b.level == 1]


SECTIONS = ["purpose", "stakeholders", "considerations", "documents", "swot", "views", "gaps",
            "opinions", "needs", "goals", "conditions", "conclusions", "annex", "control"]  # fmt: skip


def passage() -> int:
    """A passage typed by hand from a document that has no file."""
    told = DocumentContent(
        "D-01", "稽核報告", "audit", "organisation", relevance=5, credibility=4, reason="客戶原件"
    )
    document = desk.save_document(document_id=None, content=told, by=BY, at=MONDAY)
    document.text_state = "no_text"
    document.save()
    words = PassageContent(
        page=2, words="量測人員說不出不確定度", kind="need", aspect="technological"
    )
    return desk.mark_passage(document_id=document.pk, content=words, by=BY, at=MONDAY).pk


@pytest.fixture
def full():
    """A report that lacks nothing but who was heard."""
    begun()
    stakeholder("S-01")
    extract = passage()
    impact = needs.criterion("impact", 3)
    row = needs.need("N1", NeedLinks(extracts=(extract,)), title_en="Measuring", headcount=9)
    other = needs.need("N3", source="業務月會")
    for each, mark in ((row, 4), (other, 1)):
        scores = {impact.pk: (mark, "")}
        need_services.score_need(need_id=each.pk, scores=scores, by=BY, at=MONDAY)
    need_services.rate_needs(
        respondent_kind="learner", respondent="L1", marks={row.pk: (5, 3)}, on=ON, by=BY, at=MONDAY
    )
    needs.cause(row, **needs.TRAINING)
    owner = people.position("QAE-G4", people.function("QAE"), people.grade("G4", 4))
    goal = needs.goal("SG1", (row,), owner)
    goal_services.confirm_goal(goal_id=goal.pk, on=ON, by=BY, at=MONDAY)
    for part in ("industry", "organisation", "conclusions"):
        services.save_narrative(part=part, text="寫好了。", text_en="Written.", by=BY, at=MONDAY)
    for code, kind in (("S1", "strength"), ("W1", "weakness"), ("O1", "opportunity"),
                       ("T1", "threat"), ("R1", "risk")):  # fmt: skip
        finding(code, kind, extract_id=extract)
    return row


def finding(code: str, kind: str, **changes) -> Finding:
    content = FindingContent(code, kind, f"發現{code}", **changes)
    return services.save_finding(finding_id=None, content=content, by=BY, at=MONDAY)


def test_an_empty_report_has_every_section_and_names_what_is_missing():
    content = frozen()
    assert anchors(blocks(content)) == SECTIONS
    keys = {each.key for each in output.hurdles(content)}
    assert {
        "unwritten:purpose",
        "unwritten:conclusions",
        "empty:stakeholders",
        "empty:goals",
    } <= keys
    assert {"empty:gaps", "empty:ratings", "no_confirmed_goal"} <= keys


def test_a_full_report_lacks_only_who_was_heard(full):
    keys = [each.key for each in output.hurdles(frozen())]
    unheard = [key for key in keys if key.startswith("unheard")]
    assert "unheard:learner" in unheard
    rest = set(keys) - set(unheard)
    # The analysis of this test asks a question only, nobody is rated, and nothing was weighed.
    assert rest == {"unwritten:purpose", "unwritten:scope", "empty:considerations", "empty:gaps"}
    assert all(h.reason_allowed for h in output.hurdles(frozen()) if h.key in unheard)


def test_a_need_nobody_can_trace_keeps_the_report_from_review(full):
    needs.need("N2")
    found = {each.key: each for each in output.hurdles(frozen())}
    assert found["need_without_source:N2"].reason_allowed
    assert "need_without_source:N1" not in found


def test_both_languages_have_the_same_sections_tables_and_charts(full):
    content = frozen()
    chinese, english = (blocks(content, language) for language in Language)
    assert anchors(chinese) == anchors(english) == SECTIONS
    assert len(chinese) == len(english)
    captions = [b.caption for b in english if isinstance(b, Table | Figure)]
    assert "Needs in order of priority" in captions
    assert "Power and interest of the stakeholders" in captions
    assert {b.anchor for b in english if isinstance(b, Figure)} == {
        "fig-grid", "fig-ipa", "fig-locus", "fig-pareto",
    }  # fmt: skip
    titles = " ".join(
        cell.text for b in english if isinstance(b, Table) for row in b.rows for cell in row
    )
    assert "N1 Measuring" in titles


def test_every_table_and_chart_with_a_caption_says_where_its_numbers_come_from(full):
    for block in blocks(frozen()):
        if isinstance(block, Table | Figure) and block.caption:
            note = block.source_note
            assert note is not None, block.caption
            assert (bool(note.source), bool(note.period)) == (True, True), block.caption
            assert note.n is not None, block.caption


def test_the_same_content_gives_the_same_tree(full):
    content = frozen()
    assert blocks(content) == blocks(json.loads(json.dumps(content)))


def test_the_report_names_every_record_it_rests_on(full):
    named = {(s.section, s.kind, s.record_id) for s in output.sources(frozen())}
    assert ("needs", "needs.Need", str(full.pk)) in named
    assert ("needs", "needs.Need", "*") in named
    assert ("goals", "needs.StrategyGoal", "*") in named
    assert {s.section for s in output.sources(frozen())} <= set(SECTIONS)


def test_no_address_of_a_stakeholder_is_frozen(full):
    stakeholder("S-02", email="someone@example.com")
    assert "someone@example.com" not in json.dumps(frozen(), ensure_ascii=False)


# What a finding says -> what is wrong with it.
FINDINGS = {
    "a strength without source": ({"kind": "strength"}, ["no_source"]),
    "an option that combines nothing": ({"kind": "so"}, ["rests_on_nothing"]),
    "nothing at all": (
        {"kind": "risk", "code": " ", "text": ""},
        ["no_code", "no_text", "no_source"],
    ),
}


@pytest.mark.parametrize(("told", "said"), FINDINGS.values(), ids=FINDINGS)
def test_a_finding_says_something_and_what_says_so(told, said):
    begun()
    with pytest.raises(Refused) as refusal:
        services.save_finding(
            finding_id=None,
            content=FindingContent(**({"code": "X1", "text": "發現"} | told)),
            by=BY,
            at=MONDAY,
        )
    assert [problem.code for problem in refusal.value.problems] == said


def test_a_finding_others_rest_on_stays():
    begun()
    base = finding("S1", "strength", source="訪談")
    option = finding("SO1", "so", rests_on=(base.pk,))
    with pytest.raises(Refused) as refusal:
        services.remove_finding(finding_id=base.pk, by=BY, at=MONDAY)
    assert refusal.value.problems[0].code == "others_rest_on_it"
    services.remove_finding(finding_id=option.pk, by=BY, at=MONDAY)
    services.remove_finding(finding_id=base.pk, by=BY, at=MONDAY)
    assert not Finding.objects.exists()
    assert Entry.objects.filter(event="needs.finding.removed").count() == 2


def test_nothing_is_written_before_an_analysis_was_begun():
    with pytest.raises(Refused) as refusal:
        services.save_narrative(part="conclusions", text="結論", text_en="", by=BY, at=MONDAY)
    assert refusal.value.problems[0].code == "no_analysis"


def test_an_emptied_part_is_taken_out():
    analysis = begun()
    for text in ("結論", " "):
        services.save_narrative(part="conclusions", text=text, text_en="", by=BY, at=MONDAY)
    assert not Narrative.objects.exists()
    assert queries.narratives(analysis.pk) == {}
    assert Entry.objects.filter(event="needs.narrative.saved").count() == 2


FINDING_ROW = {"code": "S1", "kind": "strength", "text": "師傅願意教", "source": "訪談"}
TEXT_ROW = {"part": "conclusions", "text": "結論", "text_en": "Conclusions"}


def test_the_sheets_are_taken_in_and_taken_in_again_change_nothing():
    begun()
    option = {"code": "SO1", "kind": "so", "text": "師傅當講師", "rests_on": ("S1",)}
    for kind, rows in (
        ("analysis_findings", [FINDING_ROW, option]),
        ("analysis_texts", [TEXT_ROW]),
    ):
        assert set(people.actions(people.load_sheet(kind, rows))) == {"add"}
        assert set(people.actions(people.plan_sheet(kind, rows))) == {"skip"}
    assert [each.code for each in Finding.objects.get(code="SO1").rests_on.all()] == ["S1"]


def test_sheets_without_an_analysis_are_refused():
    for kind, row in (("analysis_findings", FINDING_ROW), ("analysis_texts", TEXT_ROW)):
        assert people.reasons(people.plan_sheet(kind, [row])) == {2: ["no_analysis"]}


VIEWERS = {Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR}
WRITERS = {Role.MANAGER, Role.COORDINATOR}


@pytest.mark.parametrize("role", Role)
def test_role_by_page(role, person_with, client_of):
    begun()
    row = finding("S1", "strength", source="訪談")
    client = client_of(person_with(role))
    assert client.get("/needs/report/").status_code == (200 if role in VIEWERS else 404)
    for url in ("parts/conclusions/", "findings/new/", f"findings/{row.pk}/"):
        found = client.get(f"/needs/report/{url}").status_code
        assert found == (200 if role in WRITERS else 404), url
    removed = client.post(f"/needs/report/findings/{row.pk}/remove/").status_code
    assert removed == (302 if role in WRITERS else 404)


def test_a_stranger_gets_404(stranger, client_of):
    for url in ("", "parts/conclusions/", "findings/new/"):
        assert client_of(stranger).get(f"/needs/report/{url}").status_code == 404


def test_the_work_page_lists_what_is_missing_and_takes_what_is_written(manager, client_of):
    begun()
    client = client_of(manager)
    assert 'data-problem="no_confirmed_goal"' in client.get("/needs/report/").text
    client.post("/needs/report/parts/conclusions/", {"text": "第一段", "text_en": ""})
    told = {"code": "S1", "kind": "strength", "text": "師傅願意教", "source": "訪談"}
    client.post("/needs/report/findings/new/", told)
    text = client.get("/needs/report/").text
    assert "第一段" in text
    assert "師傅願意教" in text
    refused = client.post("/needs/report/findings/new/", {**told, "code": "S2", "source": ""})
    assert refused.status_code == 422
    assert client.get("/needs/report/parts/nothing/").status_code == 404


def test_queries_of_the_report_do_not_grow_with_the_records(
    manager, client_of, full, django_assert_max_num_queries
):
    client, counts = client_of(manager), []
    for size in (0, 6):
        for n in range(size):
            needs.goal(f"SG9{n}", (needs.need(f"N9{n}", source="月會"),))
            stakeholder(f"S-9{n}")
            finding(f"R9{n}", "risk", source="會議")
        client.get("/needs/report/")
        with django_assert_max_num_queries(55) as seen:
            client.get("/needs/report/")
        counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]
