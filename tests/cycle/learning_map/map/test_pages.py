"""The pages of the map: who may see them, what they say, how many queries they take."""

from datetime import date

import pytest
from django.urls import reverse

from espalier.cycle.learning_map.map.services import pin_modules
from espalier.kit.accounts.types import Role
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from tests.factories import learning_map as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def taught(company):
    """The welder requires S1 at 3; M1 and M2 lead there, M2 asks for M1; M9 raises nothing."""
    skill = make.competency("S1", name="銲接技能")
    make.requirement(company.welder, skill, 3.0)
    make.requirement(company.leader, skill, 4.0)
    company.m1 = make.published("M1", raises={"S1": 1.0}, validity_months=12)
    company.m2 = make.published("M2", raises={"S1": 3.0}, requires=("M1",))
    make.published("M9")
    return company


PAGES = ["map", "coverage", "moves", "modules"]
CHANGING = ["matrix", "level_map", "module_new", "completion_record"]


@pytest.mark.parametrize("name", [*PAGES, *CHANGING])
def test_a_stranger_finds_no_page(client_of, stranger, company, name):
    assert client_of(stranger).get(reverse(f"learning_map:{name}")).status_code == 404


@pytest.mark.parametrize("name", ["routes", "completions"])
def test_a_stranger_who_is_nobody_here_finds_empty_lists(client_of, stranger, taught, name):
    make.completion(taught.ann, taught.m1, date(2026, 1, 5))
    text = client_of(stranger).get(reverse(f"learning_map:{name}")).content.decode()
    assert "林安" not in text


@pytest.mark.parametrize("role", list(Role))
def test_everybody_with_a_role_may_see_the_map_but_few_may_change(
    client_of, person_with, taught, role
):
    client = client_of(person_with(role))
    for name in PAGES:
        assert client.get(reverse(f"learning_map:{name}")).status_code == 200, name
    may_change = role in {Role.MANAGER, Role.COORDINATOR}
    for name in CHANGING:
        status = client.get(reverse(f"learning_map:{name}")).status_code
        assert status == (200 if may_change else 404), name
    assert client.get(reverse("outputs:document", args=["O1.2.1"])).status_code == 200
    submitting = client.get(reverse("outputs:submit", args=["O1.2.1"])).status_code
    assert submitting == (200 if may_change else 404)


def test_the_grid_shows_positions_with_their_requirements(client_of, manager, taught):
    text = client_of(manager).get(reverse("learning_map:map")).content.decode()
    assert "銲接技術員" in text
    assert "基層" in text
    assert "中階" in text
    assert "職能 1 項、模組 2 個、6 小時" in text


def test_the_position_page_tells_path_and_what_is_not_reached(client_of, manager, taught):
    address = reverse("learning_map:position", args=[taught.leader.pk])
    text = client_of(manager).get(address).content.decode()
    assert text.index("M1 模組M1") < text.index("M2 模組M2")
    assert "1 項應具等級尚無模組可達" in text


def route(client, person):
    return client.get(reverse("learning_map:route", args=[person.pk]))


def test_a_route_shows_done_expired_next_and_blocked(client_of, manager, taught):
    make.completion(taught.ann, taught.m1, date(2024, 1, 5), expires_on=date(2025, 1, 5))
    text = route(client_of(manager), taught.ann).content.decode()
    assert "已到期" in text
    assert "待完成先備" in text


def test_a_supervisor_sees_only_the_own_unit(client_of, person_with, taught):
    client = client_of(person_with(Role.SUPERVISOR, scope=taught.north.scope))
    assert route(client, taught.ann).status_code == 200
    assert route(client, taught.bob).status_code == 404


def test_a_learner_sees_the_own_route_and_nobody_elses(client_of, person_with, taught):
    learner = person_with(Role.LEARNER)
    taught.ann.user = learner
    taught.ann.save()
    client = client_of(learner)
    assert "模組M1" in client.get(reverse("learning_map:my_route")).content.decode()
    assert route(client, taught.ann).status_code == 200
    assert route(client, taught.bob).status_code == 404
    listed = client.get(reverse("learning_map:routes")).content.decode()
    assert "林安" in listed
    assert "陳博" not in listed


def test_an_account_without_employee_is_told_what_to_do(client_of, manager, company):
    text = client_of(manager).get(reverse("learning_map:my_route")).content.decode()
    assert "此帳號未對應員工" in text


@pytest.mark.parametrize("n", [2, 40])
def test_a_route_takes_few_queries_whatever_it_holds(
    client_of, person_with, taught, n, django_assert_max_num_queries
):
    learner = person_with(Role.LEARNER)
    taught.ann.user = learner
    taught.ann.save()
    for k in range(n):
        skill = make.competency(f"X{k:03}")
        make.requirement(taught.welder, skill, 2.0)
        version = make.published(f"X{k:03}", raises={skill.code: 2.0})
        make.completion(taught.ann, version, date(2026, 5, 1))
    client = client_of(learner)
    client.get(reverse("learning_map:my_route"))
    with django_assert_max_num_queries(12):
        assert client.get(reverse("learning_map:my_route")).status_code == 200


@pytest.mark.parametrize("n", [1, 25])
def test_the_map_takes_the_same_queries_for_few_and_many(
    client_of, manager, taught, n, django_assert_num_queries
):
    for k in range(n):
        skill = make.competency(f"X{k:03}")
        make.requirement(taught.welder, skill, 2.0)
        make.published(f"X{k:03}", raises={skill.code: 2.0})
    client = client_of(manager)
    client.get(reverse("learning_map:map"))
    with django_assert_num_queries(11):
        client.get(reverse("learning_map:map"))


def test_a_move_tells_gap_and_modules(client_of, manager, taught):
    address = reverse("learning_map:moves")
    query = {"from": taught.welder.pk, "to": taught.leader.pk}
    text = client_of(manager).get(address, query).content.decode()
    assert "銲接技能" in text
    assert '<td class="text-end">1</td>' in text


def test_the_move_of_a_person_of_another_unit_is_not_shown(client_of, person_with, taught):
    client = client_of(person_with(Role.SUPERVISOR, scope=taught.north.scope))
    address = reverse("learning_map:moves")
    for person, status in ((taught.ann, 200), (taught.bob, 404)):
        query = {"employee": person.pk, "to": taught.leader.pk}
        assert client.get(address, query).status_code == status


def test_pinning_is_saved_and_audited(client_of, manager, taught):
    address = reverse("learning_map:pin", args=[taught.welder.pk])
    client_of(manager).post(address, {"modules": "M9*\nM1"})
    page = reverse("learning_map:position", args=[taught.welder.pk])
    text = client_of(manager).get(page).content.decode()
    assert text.index("M9 模組M9") < text.index("M1 模組M1")
    assert Entry.objects.filter(event="learning_map.path.pinned").count() == 1


def test_unknown_and_repeated_pins_are_refused(taught, by_manager, monday):
    with pytest.raises(Refused) as refusal:
        pin_modules(
            position_id=taught.welder.pk,
            pins=[("M1", True), ("Q", True), ("M1", False)],
            by=by_manager,
            at=monday,
        )
    codes = [problem.code for problem in refusal.value.problems]
    assert codes == ["unknown_module", "module_twice"]


def test_coverage_names_what_is_missing(client_of, manager, taught):
    make.requirement(taught.welder, make.competency("K7", "K", "法規知識"), 2.0)
    text = client_of(manager).get(reverse("learning_map:coverage")).content.decode()
    assert "K7 法規知識" in text
    assert "M9 模組M9" in text


def test_the_list_of_modules_is_a_fragment_for_htmx(client_of, manager, taught):
    address = reverse("learning_map:modules")
    page = client_of(manager).get(address).content.decode()
    fragment = client_of(manager, htmx=True).get(address).content.decode()
    assert "<h1>" in page
    assert "<h1>" not in fragment
    assert "模組M2" in fragment
