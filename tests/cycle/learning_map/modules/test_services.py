"""Modules: drafts, versions, publishing, retiring, importing."""

from datetime import timedelta

import pytest

from espalier.cycle.learning_map.modules import queries, services
from espalier.cycle.learning_map.modules.models import ModuleVersion
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from tests.factories import learning_map as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(by_manager, monday):
    return {"by": by_manager, "at": monday}


def draft(who, code="M1", **changes):
    return services.create_module(code=code, content=make.content(**changes), **who)


def ready(who, code="M1", **changes):
    version = draft(who, code, competencies=(("S1", 3.0),), **changes)
    return services.publish_version(version_id=version.pk, change_note="初版", **who)


def codes_of(refusal) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_a_module_begins_as_a_draft_and_is_published_with_its_publisher(company, who):
    make.competency("S1")
    version = ready(who)
    assert (version.state, version.version_no, version.published_by) == ("published", 1, "manager")
    events = list(Entry.objects.order_by("-sequence").values_list("event", flat=True)[:2])
    assert events == ["learning_map.module.published", "learning_map.module.created"]


def test_a_published_version_is_never_edited(company, who):
    make.competency("S1")
    version = ready(who)
    with pytest.raises(Refused) as refusal:
        services.save_draft(version_id=version.pk, content=make.content("別的"), **who)
    assert codes_of(refusal) == ["not_a_draft"]


def test_a_new_version_supersedes_and_keeps_the_old(company, who):
    make.competency("S1")
    first = ready(who)
    second = services.start_new_version(module_id=first.module_id, **who)
    services.save_draft(
        version_id=second.pk,
        content=make.content("銲接新編", competencies=(("S1", 4.0),)),
        **who,
    )
    services.publish_version(version_id=second.pk, change_note="改寫", **who)
    states = ModuleVersion.objects.order_by("version_no").values_list("version_no", "state", "name")
    assert list(states) == [(1, "superseded", "銲接基礎"), (2, "published", "銲接新編")]
    saved = Entry.objects.filter(event="learning_map.module.draft_saved").get()
    assert saved.payload.body["after"]["name"] == "銲接新編"


def test_only_one_draft_at_a_time(company, who):
    make.competency("S1")
    first = ready(who)
    services.start_new_version(module_id=first.module_id, **who)
    with pytest.raises(Refused) as refusal:
        services.start_new_version(module_id=first.module_id, **who)
    assert codes_of(refusal) == ["draft_open"]


def test_a_cycle_over_versions_is_refused_and_named(company, who):
    make.published("A")
    make.published("B", requires=("A",))
    make.published("C", requires=("B",))
    module_id = ModuleVersion.objects.get(module__code="A").module_id
    version = services.start_new_version(module_id=module_id, **who)
    with pytest.raises(Refused) as refusal:
        services.save_draft(
            version_id=version.pk, content=make.content(prerequisites=("C",)), **who
        )
    assert codes_of(refusal) == ["cycle"]
    assert "A → C → B → A" in str(refusal.value.problems[0].message)


def test_publishing_needs_objectives_and_competencies(company, who):
    version = draft(who, objectives=())
    with pytest.raises(Refused) as refusal:
        services.publish_version(version_id=version.pk, change_note="", **who)
    assert codes_of(refusal) == ["no_objective", "no_competency"]
    version.refresh_from_db()
    assert version.state == "draft"


def test_a_module_others_ask_for_is_not_retired(company, who):
    make.published("A")
    make.published("B", requires=("A",))
    module_id = ModuleVersion.objects.get(module__code="A").module_id
    with pytest.raises(Refused) as refusal:
        services.set_active(module_id=module_id, is_active=False, **who)
    assert "B" in str(refusal.value.problems[0].message)


def test_importing_competencies_completes_the_first_version_then_makes_the_next(company, who):
    make.competency("S1")
    make.published("A")
    held = queries.contents()[ModuleVersion.objects.get().pk]
    for level, versions in ((2.0, [1]), (3.0, [1, 2])):
        from dataclasses import replace

        told = replace(held, competencies=(("S1", level),))
        services.publish_imported(contents={"A": told}, **who)
        assert (
            list(ModuleVersion.objects.order_by("version_no").values_list("version_no", flat=True))
            == versions
        )


def test_importing_many_takes_as_many_queries_as_few(company, who, django_assert_max_num_queries):
    make.competency("S1")
    contents = {f"X{n:03}": make.content(competencies=(("S1", 2.0),)) for n in range(120)}
    with django_assert_max_num_queries(32):
        services.publish_imported(contents=contents, **who)
    assert len(queries.published_modules()) == 120
    later = {"by": who["by"], "at": who["at"] + timedelta(days=1)}
    changed = {c: make.content("改", competencies=(("S1", 3.0),)) for c in contents}
    with django_assert_max_num_queries(32):
        services.publish_imported(contents=changed, **later)
    assert {m.version_no for m in queries.published_modules().values()} == {2}
