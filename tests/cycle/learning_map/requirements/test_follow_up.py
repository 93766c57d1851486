"""From what changed between two versions there is a way to move the positions that rest on them."""

import pytest

from espalier.cycle.standards.versions import services as versions
from tests.factories import standards

pytestmark = pytest.mark.django_db


def test_the_comparison_offers_the_move_to_those_who_may(
    system, monday, manager, person_with, client_of
):
    old = standards.applied(standards.small_standard(1))
    new = standards.applied(standards.small_standard(2))
    comparison = versions.compare_versions(old_id=old.pk, new_id=new.pk, by=system, at=monday)
    page = f"/standards/compare/{comparison.pk}/"
    move = f"/map/migrations/{comparison.pk}/"
    assert move in client_of(manager).get(page).text
    assert move not in client_of(person_with("auditor")).get(page).text
