"""A register of stakeholders and the analysis they are heard in."""

from datetime import timedelta

import pytest

from espalier.cycle.needs.stakeholders import queries, services
from espalier.cycle.needs.stakeholders.types import AnalysisContent, StakeholderContent
from espalier.kit.accounts.types import Actor
from espalier.kit.consultation import services as consultation
from tests.conftest import MONDAY

BY = Actor.system("test")
ON = MONDAY.date()


def stakeholder(code: str = "S-01", group: str = "learner", **changes):
    told = {"name": f"關係人{code}", "power": 3, "interest": 3}
    content = StakeholderContent(code=code, group=group, **(told | changes))
    return services.save_stakeholder(stakeholder_id=None, content=content, by=BY, at=MONDAY)


def begun(year: int = 2027):
    told = AnalysisContent(year=year, question="先做哪些？")
    return services.save_analysis(analysis_id=None, content=told, by=BY, at=MONDAY)


def heard(analysis, *rows):
    """A round of interviews in which these stakeholders were heard."""
    opened = consultation.open_round(
        subject=(queries.ANALYSIS, str(analysis.pk)),
        kind="interview",
        title="訪談",
        closes_on=ON + timedelta(days=7),
        by=BY,
        at=MONDAY,
    )
    parties = {party.id: party for party in queries.parties()}
    for row in rows:
        consultation.record_interview(
            round_id=opened.pk,
            party=parties[str(row.pk)],
            held_on=ON,
            notes="希望排在上班時間",
            by=BY,
            at=MONDAY,
        )
    return opened


@pytest.fixture
def analysis(db):
    return begun()


@pytest.fixture
def four(db):
    """Somebody of each preset group."""
    groups = ("learner", "instructor", "supervisor", "coordinator")
    return {group: stakeholder(f"S-0{n}", group) for n, group in enumerate(groups, start=1)}
