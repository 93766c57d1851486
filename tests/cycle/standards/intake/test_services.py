"""Taking a file in: read, corrected, applied; refused files and closed drafts leave nothing."""

import pytest

from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.cycle.standards.catalogue.models import Standard
from espalier.cycle.standards.intake import queries, services
from espalier.cycle.standards.intake.models import IntakeDraft
from espalier.engines.intake import xlsx_bytes
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Conflict, NotFound, Refused
from espalier.kit.files.models import StoredFile
from tests.factories.standards import applied, small_standard

pytestmark = pytest.mark.django_db
SHEET = xlsx_bytes(small_standard(warnings=(), unplaced=()))


@pytest.fixture
def act(system, monday):
    def call(service, **arguments):
        return service(**arguments, by=system, at=monday)

    return call


@pytest.fixture
def draft(act):
    taken = act(services.take_in, data=SHEET, name="果園.xlsx", source_uri="https://example.org/1")
    return IntakeDraft.objects.get(pk=taken.pk)


def test_a_file_becomes_a_draft_with_its_lines(draft):
    assert (draft.state, draft.revision, draft.file.name) == ("open", 1, "果園.xlsx")
    assert len(draft.rows) > 10
    assert queries.checked(draft).read.title == "果園管理員"
    assert Entry.objects.get().event == "standards.draft.taken_in"


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "empty"), ("今天天氣很好。".encode(), "no_standard"), (SHEET[:300], "truncated")],
    ids=["empty", "no standard", "cut off"],
)
def test_a_refused_file_leaves_nothing(act, data, reason):
    with pytest.raises(Refused) as refusal:
        act(services.take_in, data=data, name="a.bin")
    [problem] = refusal.value.problems
    assert (problem.code, problem.place) == (reason, "a.bin")
    assert problem.remedy
    assert not StoredFile.objects.exists()
    assert not IntakeDraft.objects.exists()


def test_a_correction_is_kept_and_logged_and_can_be_taken_back(act, draft):
    values = {"title": "果園經理", "d0.g0.t0.name": "規劃修剪"}
    act(services.correct_draft, draft_id=draft.pk, revision="1", values=values)
    draft.refresh_from_db()
    assert (draft.corrections, draft.revision) == ({"title": "果園經理"}, 2)
    entry = Entry.objects.latest("sequence")
    assert entry.event == "standards.draft.corrected"
    act(services.correct_draft, draft_id=draft.pk, revision="2", values={"title": "果園管理員"})
    draft.refresh_from_db()
    assert queries.checked(draft).corrected.title == "果園管理員"


def test_two_people_editing_are_told_and_nothing_is_lost(act, draft):
    act(services.correct_draft, draft_id=draft.pk, revision="1", values={"title": "甲"})
    with pytest.raises(Conflict) as conflict:
        act(services.correct_draft, draft_id=draft.pk, revision="1", values={"title": "乙"})
    assert list(conflict.value.theirs.values()) == ["甲"]
    assert list(conflict.value.yours.values()) == ["乙"]
    assert IntakeDraft.objects.get().corrections == {"title": "甲"}


def test_wrong_values_are_refused_together(act, draft):
    values = {"level": "9", "d0.g0.t0.name": ""}
    with pytest.raises(Refused) as refusal:
        act(services.correct_draft, draft_id=draft.pk, revision="1", values=values)
    assert {p.code for p in refusal.value.problems} == {"wrong_level", "wrong_empty"}
    assert IntakeDraft.objects.get().corrections == {}


def test_applying_publishes_the_corrected_standard_with_its_source(act, draft, monday):
    act(services.correct_draft, draft_id=draft.pk, revision="1", values={"title": "果園經理"})
    done = act(services.apply_draft, draft_id=draft.pk, revision="2")
    standard = done.standard
    assert (standard.title, standard.state, standard.space) == ("果園經理", "published", "official")
    assert (standard.source_file_id, standard.source_uri) == (
        draft.file_id,
        "https://example.org/1",
    )
    assert standard.fetched_at == monday
    assert catalogue.standard_as_parsed(standard).title == "果園經理"


def test_a_draft_changed_since_it_was_shown_is_not_applied(act, draft):
    act(services.correct_draft, draft_id=draft.pk, revision="1", values={"title": "甲"})
    with pytest.raises(Conflict):
        act(services.apply_draft, draft_id=draft.pk, revision="1")
    assert not Standard.objects.exists()


def test_the_same_standard_again_is_already_here(act, draft):
    first = act(services.apply_draft, draft_id=draft.pk, revision="1")
    again = act(services.take_in, data=SHEET, name="b.xlsx")
    assert act(services.apply_draft, draft_id=again.pk, revision="1").standard == first.standard
    assert Standard.objects.count() == 1


def test_a_version_with_other_content_stops_the_draft_and_leaves_it_open(act, draft):
    applied(small_standard(title="別的工作"))
    with pytest.raises(Refused) as refusal:
        act(services.apply_draft, draft_id=draft.pk, revision="1")
    assert refusal.value.problems[0].code == "version_has_other_content"
    assert IntakeDraft.objects.get().state == "open"


def test_a_closed_draft_is_closed(act, draft):
    act(services.discard_draft, draft_id=draft.pk)
    for service, more in (
        (services.discard_draft, {}),
        (services.apply_draft, {"revision": "1"}),
        (services.correct_draft, {"revision": "1", "values": {"title": "甲"}}),
    ):
        with pytest.raises(Refused) as refusal:
            act(service, draft_id=draft.pk, **more)
        assert refusal.value.problems[0].code == "draft_closed"
    with pytest.raises(NotFound):
        act(services.discard_draft, draft_id=draft.pk + 1)
