"""Own models: our own code space, items numbered by us, drafts edited, published versions never."""

import pytest

from espalier.cycle.standards.catalogue import queries, rules, services
from espalier.cycle.standards.catalogue.models import Item, Standard
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Conflict, NotFound, Refused
from tests.factories.standards import applied

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(system, monday):
    def call(service, **arguments):
        return service(**arguments, by=system, at=monday)

    return call


@pytest.fixture
def draft(act):
    return act(services.create_own_model, base="ORG-001", title="苗圃組長")


@pytest.fixture
def task(act, draft):
    duty = act(services.add_duty, standard_id=draft.pk, name="育苗")
    return act(services.add_task, standard_id=draft.pk, duty_id=duty.pk, name="播種", level="3")


def block_of(task):
    return task.group.blocks.get().pk


def codes(draft):
    return list(
        Item.objects.filter(standard=draft).order_by("kind", "order").values_list("code", flat=True)
    )


BASES = {
    "official": ("BHR1212-009", "official_code"),
    "official in small letters": ("bhr1212-009", "official_code"),
    "official with version": ("BHR1212-009v2", "official_code"),
    "with version": ("ORG-001v2", "unreadable_code"),
    "one word": ("ORG", "unreadable_code"),
    "empty": ("", "unreadable_code"),
    "taken": ("ORG-001", "code_taken"),
}


@pytest.mark.parametrize(("base", "reason"), BASES.values(), ids=BASES)
def test_only_free_codes_of_our_own_space_are_taken(act, draft, base, reason):
    with pytest.raises(Refused) as refusal:
        act(services.create_own_model, base=base, title=" ")
    assert [p.code for p in refusal.value.problems] == [reason, "no_title"]


def test_no_code_we_make_is_official(act, draft, task):
    """Whatever is begun, copied, versioned or added, the official code space stays untouched."""
    official = applied()
    act(services.create_own_model, base="ORG-002", title="複本", from_id=official.pk)
    act(services.publish_own_model, standard_id=draft.pk)
    act(services.begin_new_version, standard_id=draft.pk)
    ours = Standard.objects.filter(space="own")
    assert ours.count() == 3
    assert not [row.raw_code for row in ours if rules.is_official_code(row.raw_code)]


def test_parts_are_numbered_as_the_form_prints_them(act, draft, task):
    duty = task.group.duty
    second = act(services.add_task, standard_id=draft.pk, duty_id=duty.pk, name="移植", level="")
    for kind, name in (
        ("P", "移植後成活。"),
        ("O", "移植紀錄"),
        ("K", "根系生理"),
        ("S", "帶土移植"),
    ):
        act(
            services.add_item, standard_id=draft.pk, kind=kind, name=name, block_id=block_of(second)
        )
    act(services.add_item, standard_id=draft.pk, kind="A", name="耐心", definition="不求快。")
    assert (duty.code, task.code, second.code) == ("T1", "T1.1", "T1.2")
    assert codes(draft) == ["A01", "K01", "O1.2.1", "P1.2.1", "S01"]
    assert block_of(second) != block_of(task)


def test_the_same_knowledge_under_two_tasks_is_one_item(act, draft, task):
    other = act(
        services.add_task, standard_id=draft.pk, duty_id=task.group.duty_id, name="澆水", level="2"
    )
    for each in (task, other):
        act(
            services.add_item,
            standard_id=draft.pk,
            kind="K",
            name="土壤水分",
            block_id=block_of(each),
        )
    assert codes(draft) == ["K01"]
    parsed = queries.standard_as_parsed(draft)
    assert [len(g.blocks[0].knowledge) for g in parsed.duties[0].groups] == [1, 1]


def test_copied_items_remember_their_source_and_get_our_codes(act, draft, task):
    source = applied()
    wanted = Item.objects.filter(standard=source, kind__in=["K", "A"])
    act(services.add_item, standard_id=draft.pk, kind="K", name="既有知識", block_id=block_of(task))
    n = act(
        services.copy_items,
        standard_id=draft.pk,
        item_ids=[item.pk for item in wanted],
        block_id=block_of(task),
    )
    assert n == 3
    assert codes(draft) == ["A01", "K01", "K02", "K03"]
    copies = Item.objects.filter(standard=draft).exclude(derived_from=None)
    assert {copy.derived_from_id for copy in copies} == {item.pk for item in wanted}
    again = act(
        services.copy_items, standard_id=draft.pk, item_ids=[wanted[0].pk], block_id=block_of(task)
    )
    assert again == 0


def test_a_copy_of_a_standard_remembers_every_item(act):
    source = applied()
    copy = act(services.create_own_model, base="ORG-002", title="複本", from_id=source.pk)
    pairs = Item.objects.filter(standard=copy).values_list("name", "derived_from__name")
    assert len(pairs) == Item.objects.filter(standard=source).count()
    assert all(mine == theirs for mine, theirs in pairs)
    assert (copy.derived_from, copy.raw_code, copy.versions) == (source, "ORG-002v1", [])


def test_two_people_editing_one_part_are_told(act, draft, task):
    change = {"standard_id": draft.pk, "part": "task", "part_id": task.pk, "seen": "播種"}
    act(services.edit_part, **change, name="點播")
    with pytest.raises(Conflict) as conflict:
        act(services.edit_part, **change, name="撒播")
    assert conflict.value.theirs == {"T1.1": "點播"}


def test_with_the_last_task_go_its_block_and_its_lonely_items(act, draft, task):
    act(services.add_item, standard_id=draft.pk, kind="K", name="發芽條件", block_id=block_of(task))
    act(services.add_item, standard_id=draft.pk, kind="A", name="耐心")
    act(services.remove_part, standard_id=draft.pk, part="task", part_id=task.pk)
    assert codes(draft) == ["A01"]
    assert not task.group.duty.groups.exists()


def test_publishing_a_new_version_supersedes_the_old_and_keeps_it(act, draft, task):
    act(services.publish_own_model, standard_id=draft.pk)
    second = act(services.begin_new_version, standard_id=draft.pk)
    with pytest.raises(Refused) as refusal:
        act(services.begin_new_version, standard_id=draft.pk)
    assert refusal.value.problems[0].code == "already_begun"
    act(
        services.describe_own_model,
        standard_id=second.pk,
        title="苗圃長",
        description="",
        level="4",
    )
    act(services.publish_own_model, standard_id=second.pk)
    rows = Standard.objects.order_by("version_no").values_list("raw_code", "title", "state")
    assert list(rows) == [
        ("ORG-001v1", "苗圃組長", "superseded"),
        ("ORG-001v2", "苗圃長", "published"),
    ]
    assert Entry.objects.latest("sequence").event == "standards.own_model.published"


def test_an_empty_model_is_not_published(act, draft):
    with pytest.raises(Refused) as refusal:
        act(services.publish_own_model, standard_id=draft.pk)
    assert [p.code for p in refusal.value.problems] == ["no_content"]


def test_a_published_model_is_never_edited(act, draft, task):
    act(services.publish_own_model, standard_id=draft.pk)
    attempts = [
        (services.add_duty, {"name": "採收"}),
        (services.add_item, {"kind": "A", "name": "耐心"}),
        (services.edit_part, {"part": "task", "part_id": task.pk, "name": "x", "seen": "播種"}),
        (services.remove_part, {"part": "task", "part_id": task.pk}),
        (services.set_block_level, {"block_id": block_of(task), "level": "1"}),
        (services.describe_own_model, {"title": "x", "description": "", "level": ""}),
        (services.copy_items, {"item_ids": [], "block_id": None}),
        (services.discard_own_model, {}),
    ]
    before = queries.standard_as_parsed(draft)
    for service, arguments in attempts:
        with pytest.raises(Refused) as refusal:
            act(service, standard_id=draft.pk, **arguments)
        assert refusal.value.problems[0].code == "not_a_draft", service.__name__
    assert queries.standard_as_parsed(draft) == before


def test_an_official_standard_is_never_edited(act):
    official = applied()
    for service in (services.publish_own_model, services.discard_own_model):
        with pytest.raises(Refused):
            act(service, standard_id=official.pk)
    with pytest.raises(Refused):
        act(services.begin_new_version, standard_id=official.pk)


def test_parts_of_another_model_are_not_found(act, draft, task):
    other = act(services.create_own_model, base="ORG-002", title="別的")
    with pytest.raises(NotFound):
        act(services.remove_part, standard_id=other.pk, part="task", part_id=task.pk)
    with pytest.raises(NotFound):
        act(services.remove_part, standard_id=draft.pk, part="standard", part_id=draft.pk)
    with pytest.raises(NotFound):
        act(
            services.add_task,
            standard_id=other.pk,
            duty_id=task.group.duty_id,
            name="x",
            level="",
        )


@pytest.mark.parametrize(
    ("taken", "expected"),
    [((), "K01"), (("K01", "K03"), "K04"), (("S01",), "K01"), (("K99",), "K100"), (("Kx",), "K01")],
)
def test_the_next_item_code(taken, expected):
    assert rules.next_item_code("K", taken) == expected


@pytest.mark.parametrize(
    ("letter", "parent", "taken", "expected"),
    [
        ("T", "", (), "T1"),
        ("T", "", ("T1", "T2"), "T3"),
        ("T", "T2", ("T1.1", "T2.1"), "T2.2"),
        ("P", "T1.2", ("P1.2.1", "P1.1.4"), "P1.2.2"),
    ],
)
def test_the_next_part_code(letter, parent, taken, expected):
    assert rules.next_part_code(letter, parent, taken) == expected
