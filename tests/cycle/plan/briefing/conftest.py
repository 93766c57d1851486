"""A small plan written by hand, chosen for its year, and a presentation of it."""

from datetime import date

import pytest

from espalier.cycle.plan.annual_plan import services as plans
from espalier.cycle.plan.briefing import queries, rules, services
from tests.factories import plan as make
from tests.factories.strategy import record

TODAY = make.AT.date()


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.ESPALIER_HOME = tmp_path


@pytest.fixture
def plan(company, scenario):
    """Three courses of three categories; the scenario is chosen."""
    for code, category in (("M1", "legal"), ("M2", "competency"), ("M3", "strategy")):
        line = plans.add_line(
            scenario_id=scenario.pk,
            module_id=company.modules[code].pk,
            content=make.content(category=category, sessions=2),
            by=make.BY,
            at=make.AT,
        )
        people = [each.number for each in company.people[:4]]
        plans.add_people(line_id=line.pk, numbers=people, by=make.BY, at=make.AT)
    return plans.choose_scenario(scenario_id=scenario.pk, by=make.BY, at=make.AT)


@pytest.fixture
def presentation(plan):
    return record(
        "presentations",
        code="PR27-1",
        plan="2027",
        title="經營會議簡報",
        title_en="Management meeting",
        held_on=date(2026, 11, 2),
        audience="經營會議",
        presenters="訓練經理",
        asks="核定加班費編列方式",
    )


@pytest.fixture
def shown(presentation):
    """A presentation that says what the records of the day say, without the time it takes to write its files."""
    presentation.content = queries.content_today(TODAY)
    presentation.content_sha256 = rules.fingerprint(presentation.content)
    presentation.built_at, presentation.built_by = make.AT, make.BY.label
    presentation.save()
    return presentation


@pytest.fixture
def built(presentation):
    """Slides from the records of the day."""
    return services.build_decks(
        presentation_id=presentation.pk, is_draft=True, by=make.BY, at=make.AT
    )


def question(**values):
    told = {"presentation": "PR27-1", "number": 1, "asked_by": "總經理", "text": "為何不多開？"}
    return record(
        "presentation_questions", **(told | {"answer": "經費已用在效益最高處。"} | values)
    )


def decision(**values):
    told = {"presentation": "PR27-1", "number": 1, "text": "增列夜班梯次", "owner": "訓練經理"}
    return record(
        "presentation_decisions", **(told | {"due_on": date(2026, 12, 1), "state": "open"} | values)
    )
