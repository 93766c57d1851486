"""A step signed on paper: the sheet, the scan, who signed and when."""

from datetime import date, timedelta

import pytest
from pypdfium2 import PdfDocument

from espalier.kit.accounts.types import Role
from espalier.kit.approval import documents, queries, services
from espalier.kit.approval.models import RunStep, Signature
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from tests.kit.approval.conftest import actor, agree, states, step_of

PDF = b"%PDF-1.7 scanned"
WEDNESDAY = date(2026, 11, 4)


@pytest.fixture
def record(people, monday):
    def write(
        step, *, by=None, signed_by=None, scan=PDF, on=WEDNESDAY, filename="scan.pdf", **said
    ):
        return services.record_on_paper(
            step_id=step.pk,
            scan=scan,
            filename=filename,
            signed_by=(signed_by or people[Role.SUPERVISOR]).pk,
            signed_on=on,
            by=actor(by or people[Role.MANAGER]),
            at=monday + timedelta(days=3),
            **said,
        )

    return write


def test_it_is_recorded_with_who_signed_when_and_the_scan(usual, start, people, record):
    run = start()
    record(step_of(run, 2))
    assert states(run) == ["agreed", "agreed", "open"]
    signed = Signature.objects.get(step=step_of(run, 2))
    assert (signed.user, signed.recorded_by) == (people[Role.SUPERVISOR], people[Role.MANAGER])
    assert (signed.dated, signed.scan.name) == (WEDNESDAY, "scan.pdf")
    last = queries.signatures(run.pk)[-1]
    assert (last.name, last.dated, last.on_paper) == ("supervisor", WEDNESDAY, True)
    assert Entry.objects.filter(event="approval.step.recorded_on_paper").count() == 1


def test_what_was_sent_back_on_paper_is_sent_back(usual, start, people, record, paper):
    run = start()
    with pytest.raises(Refused) as refused:
        record(step_of(run, 2), decision="send_back")
    assert [p.code for p in refused.value.problems] == ["no_comment"]
    record(step_of(run, 2), decision="send_back", comment="第二章請補附件")
    assert states(run) == ["agreed", "returned", "closed"]
    assert paper.told == [("sent_back", run.pk, "第二章請補附件")]


# scan | day | code
WRONG = [
    (b"just text", WEDNESDAY, "no_scan"),
    (PDF, date(2026, 11, 1), "day_outside"),
    (PDF, date(2026, 11, 6), "day_outside"),
]


@pytest.mark.parametrize(("scan", "day", "code"), WRONG)
def test_a_sheet_that_cannot_be_is_refused(scan, day, code, usual, start, record):
    run = start()
    with pytest.raises(Refused) as refused:
        record(step_of(run, 2), scan=scan, on=day, filename="x")
    assert [p.code for p in refused.value.problems] == [code]
    assert states(run) == ["agreed", "open", "waiting"]


def test_who_may_not_sign_on_screen_may_not_on_paper(usual, start, people, record):
    run = start()
    with pytest.raises(Refused) as refused:
        record(step_of(run, 2), signed_by=people[Role.EXECUTIVE])
    assert [p.code for p in refused.value.problems] == ["not_theirs"]
    agree(step_of(run, 2), people[Role.SUPERVISOR])
    with pytest.raises(Refused) as refused:
        record(step_of(run, 3), signed_by=people[Role.MANAGER])
    assert [p.code for p in refused.value.problems] == ["not_theirs"]


def test_a_stranger_records_nothing(usual, start, people, stranger, record):
    run = start()
    for user in (stranger, people[Role.EXECUTIVE]):
        with pytest.raises(NotFound):
            record(step_of(run, 2), by=user)


def test_a_step_that_is_decided_on_screen_only(usual, start, record):
    run = start()
    RunStep.objects.filter(run=run).update(on_paper=False)
    with pytest.raises(NotFound):
        record(step_of(run, 2))


def test_the_sheet_is_one_page_with_everybody_on_it(usual, start, people, client_of):
    run = start(summary="第三條：補上量測目標", amount=None)
    answer = client_of(people[Role.SUPERVISOR]).get(f"/kit/approval/runs/{run.pk}/sheet.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pdf = PdfDocument(answer.content)
    text = pdf[0].get_textpage().get_text_bounded().replace("\r\n", "")
    assert len(pdf) == 1
    for words in (
        "簽核單",
        "文件 7",
        "承辦",
        "會簽",
        "核准",
        "manager",
        "第三條：補上量測目標",
        "簽署日期",
    ):
        assert words in text
    pdf.close()


def test_the_sheet_names_what_was_decided_and_leaves_room_for_the_rest(usual, start, people):
    run = start()
    agree(step_of(run, 2), people[Role.SUPERVISOR], comment="同意辦理")
    page = queries.run_page(run.pk, people[Role.MANAGER], on=WEDNESDAY)
    tree = documents.sheet(page, on=WEDNESDAY)
    grid = next(block for block in tree.blocks if hasattr(block, "rows") and block.rows)
    said = [row[3].text for row in grid.rows]
    assert "supervisor" in said[1]
    assert "同意辦理" in said[1]
    assert said[2] == "□ 同意　□ 退回修改" + documents.ROOM
    assert "executive" in grid.rows[2][2].text
