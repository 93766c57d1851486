"""The check of an objective, said beside its form."""

from collections.abc import Mapping

from espalier.cycle.strategy.programmes import queries, rules
from espalier.cycle.strategy.programmes.queries import wording
from espalier.cycle.strategy.programmes.types import ObjectiveText
from espalier.kit.errors import Text
from espalier.kit.registers.hints import give_hints


def register_hints() -> None:
    give_hints("objectives", _of_objective)


def _of_objective(values: Mapping[str, object]) -> list[Text]:
    named = [values.get("competencies"), values.get("items")]
    text = ObjectiveText(
        audience=str(values["audience"]),
        behaviour=str(values["behaviour"]),
        condition=str(values["condition"]),
        degree=str(values["degree"]),
        level=str(values["level"]),
        n_items=sum(len(each) for each in named if isinstance(each, tuple)),
    )
    return [*wording.sentences(rules.check_objective(text, queries.verb_levels()))]
