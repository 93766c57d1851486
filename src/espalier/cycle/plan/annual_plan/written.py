"""How a line is written and numbered, whoever writes it: a person, the planner, an import, an approved change."""

from dataclasses import asdict
from datetime import datetime

from espalier.cycle.plan.annual_plan import rules
from espalier.cycle.plan.annual_plan.models import Line, Scenario
from espalier.cycle.plan.annual_plan.types import LineContent


def told(content: LineContent) -> dict[str, object]:
    """What was written, field by field as it is stored."""
    values = asdict(content)
    values["months"] = rules.kept_months(content.months)
    values["owner"], values["reason"] = content.owner.strip(), content.reason.strip()
    return values


def write(line: Line, content: LineContent, *, headcount: int, at: datetime) -> Line:
    """Put what was written into a line that is not saved yet, and what it costs."""
    for name, value in told(content).items():
        setattr(line, name, value)
    line.headcount = headcount
    line.cost = rules.line_cost(content, headcount)
    line.updated_at = at
    return line


def numbers_for(scenario: Scenario, n: int) -> list[str]:
    """The next free numbers of the year's lines in a scenario. One query."""
    taken = scenario.lines.values_list("number", flat=True)
    return rules.free_numbers(scenario.plan.year, taken, n)


def has_moved(line: Line) -> bool:
    """Whether something became of its sessions that a proposal may not undo. One query."""
    return line.dated.exclude(state="planned").exists()
