"""Two decide one request at the same moment: one wins, the other is told. On both engines."""

from espalier.cycle.needs.unit_requests import services
from espalier.cycle.needs.unit_requests.types import Act
from tests.conftest import MONDAY
from tests.factories import people
from tests.factories import unit_requests as made


def test_of_two_deciders_one_wins(each_in_a_thread):
    unit = people.small_company().units["MFG"]
    row = made.ask(made.survey([unit]), unit)

    def deciding(act: Act):
        def decide() -> str:
            services.decide(request_ids=[row.pk], act=act, reason="理由", by=made.BY, at=MONDAY)
            return "decided"

        return decide

    found = each_in_a_thread(deciding(Act.ACCEPT), deciding(Act.REFUSE))
    assert sorted(map(str, found)) == ["already_decided", "decided"]
