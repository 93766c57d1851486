"""What a change of the plan asks of a line, worked out from what was written down."""

from espalier.cycle.plan.annual_plan import queries, rules
from espalier.cycle.plan.annual_plan.models import Line, PlanChange
from espalier.cycle.plan.annual_plan.types import ChangeContent, ChangeKind, LineContent

FIELDS = tuple(LineContent.__dataclass_fields__)


def content_after(content: ChangeContent, line: Line | None) -> LineContent:
    """What the line would say: as it stands, with what is asked."""
    start = queries.line_content(line) if line else LineContent("competency", 1, 60)
    values = {name: getattr(start, name) for name in FIELDS}
    values |= {name: value for name, value in content.after.items() if name in FIELDS}
    if isinstance(values["months"], str):
        values["months"] = rules.months_of(values["months"])
    values["reason"] = values["reason"] or content.reason
    return LineContent(**values)


def heads_after(content: ChangeContent, line: Line | None) -> int:
    asked = content.after.get("headcount")
    return int(str(asked)) if asked is not None else (line.headcount if line else 0)


def content_of(change: PlanChange) -> ChangeContent:
    """What a stored change asks."""
    return ChangeContent(
        ChangeKind(change.kind),
        change.module_id,
        change.effective_on,
        change.reason,
        change.after,
    )


def cost_difference(change: PlanChange) -> int:
    """NT$ the change adds to the plan; below 0 what it sets free."""
    now = change.line.cost if change.line else 0
    if change.kind == ChangeKind.CANCEL:
        return -now
    content = content_of(change)
    wanted = content_after(content, change.line)
    return rules.line_cost(wanted, heads_after(content, change.line)) - now
