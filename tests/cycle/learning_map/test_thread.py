"""The thread through the learning map, and its broken links."""

from datetime import date, timedelta

import pytest

from espalier.cycle.learning_map.modules.models import Objective
from espalier.cycle.learning_map.requirements.services import adopt_standard
from espalier.kit.thread import registry
from espalier.kit.thread.queries import broken_links, walk
from espalier.kit.versions.models import Edition
from tests.factories import learning_map as make
from tests.factories import standards

pytestmark = pytest.mark.django_db


def kinds(found) -> set[str]:
    return {node.kind for node in found.nodes}


def test_every_edge_of_this_stage_joins_kinds_that_are_known():
    known = registry.node_kinds().keys()
    mine = [e for e in registry.edges() if "learning_map" in e.source + e.target]
    assert len(mine) >= 7
    assert all({edge.source, edge.target} <= known for edge in mine)


@pytest.fixture
def edition(company, monday):
    skill = make.competency("S1")
    company.requirement = make.requirement(company.welder, skill, 2.0)
    company.version = make.published("M1", raises={"S1": 2.0})
    make.completion(company.ann, company.version, date(2026, 5, 1))
    return Edition.objects.create(
        output="O1.2.1",
        number="O1.2.1",
        edition=1,
        title="職能學習地圖",
        state="published",
        content={"on": "2026-11-02", "modules": [{"code": "M1", "version": 1}]},
        content_sha256="-",
        created_at=monday,
        published_at=monday,
    )


def test_from_a_competency_down_to_position_completion_and_edition(company, edition):
    found = walk("standards.Competency", str(company.requirement.competency_id), "down")
    assert {
        "learning_map.Requirement",
        "people.Position",
        "learning_map.ModuleVersion",
        "learning_map.Completion",
        "learning_map.Edition",
    } <= kinds(found)


def test_from_an_edition_up_to_indicator_requirement_and_module(company, edition):
    found = walk("learning_map.Edition", str(edition.pk), "up")
    ids = {(node.kind, node.id) for node in found.nodes}
    assert {
        ("frame.Indicator", "P1.2.1"),
        ("learning_map.Requirement", str(company.requirement.pk)),
        ("learning_map.ModuleVersion", str(company.version.pk)),
    } <= ids


def test_the_indicator_leads_to_its_editions(edition):
    found = walk("frame.Indicator", "P1.2.1", "down")
    assert ("learning_map.Edition", str(edition.pk)) in {(n.kind, n.id) for n in found.nodes}


def mine() -> list[tuple[str, str]]:
    return [
        (each.check.removeprefix("learning_map."), each.label.split()[0])
        for each in broken_links()
        if each.check.startswith("learning_map.")
    ]


def test_a_whole_map_has_no_broken_link(edition):
    assert mine() == []


def test_each_break_is_named_with_the_record_it_is_about(company, edition, by_manager, monday):
    who = {"by": by_manager, "at": monday}
    old = standards.applied()
    adopt_standard(
        position=company.leader, standard=old, starts_on=date(2026, 1, 1), reason="", **who
    )
    standards.applied(standards.small_standard(2))
    make.requirement(company.welder, make.competency("S2"), 3.0)
    make.requirement(company.welder, make.competency("S3"), 3.0)
    make.published("M3", raises={"S3": 1.0})
    bare = make.published("M4")
    Objective.objects.filter(version=bare).delete()
    Edition.objects.update(published_at=monday - timedelta(days=1))
    assert sorted(mine()) == [
        ("level_not_reached", "S2"),
        ("level_not_reached", "S3"),
        ("map_outdated", "O1.2.1"),
        ("module_without_competency", "M4"),
        ("module_without_objective", "M4"),
        ("position_without_requirement", "MFG-2"),
        ("superseded_standard", "MFG-2"),
    ]


@pytest.mark.parametrize("n", [1, 20])
def test_the_checks_take_the_same_queries_for_few_and_many(company, n, django_assert_num_queries):
    for k in range(n):
        make.requirement(company.welder, make.competency(f"X{k:02}"), 2.0)
        make.published(f"X{k:02}")
    checks = [c for c in registry.checks() if c.code.startswith("learning_map.")]
    with django_assert_num_queries(16):
        for check in checks:
            list(check.find())
