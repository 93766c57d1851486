"""A programme with everything in it, made through the sheets people would import."""

from typing import Any

from django.utils import timezone

from espalier.cycle.needs.needs_list.models import Need
from espalier.cycle.needs.strategy_goals.models import StrategyGoal
from espalier.cycle.strategy.programmes.models import Programme
from espalier.kit.registers import queries, services
from tests.factories import learning_map as make

AT, BY = make.AT, make.BY


def need(code: str = "N1", *competencies: Any) -> Need:
    row = Need.objects.create(code=code, title=f"需求{code}", view="task", updated_at=AT)
    row.competencies.set(competencies)
    return row


def goal(code: str = "SG1", state: str = "draft", **fields: Any) -> StrategyGoal:
    return StrategyGoal.objects.create(
        code=code, text=f"目標{code}", state=state, updated_at=AT, **fields
    )


def record(kind: str, /, **values: Any) -> Any:
    """One record through the service a form calls."""
    return services.save_record(
        register=queries.register_of(kind), record_id=None, values=values, by=BY, at=AT
    )


def rows(kind: str, *values: dict[str, Any]) -> None:
    """Many records through the service an import calls."""
    services.import_rows(register=queries.register_of(kind), rows=list(values), by=BY, at=AT)


def verbs() -> None:
    rows(
        "bloom_verbs",
        {"language": "zh", "verb": "量測", "level": "apply"},
        {"language": "zh", "verb": "說明", "level": "understand"},
        {"language": "zh", "verb": "評估", "level": "evaluate"},
    )


def group(programme: str = "PR1", code: str = "TG1", **values: Any) -> Any:
    told = {
        "programme": programme, "code": code, "name": f"對象{code}", "needs": ("N1",),
        "positions": ("MFG-1",), "shift": "three_shift", "experience": "novice",
    }  # fmt: skip
    return record("target_groups", **(told | values))


def option(programme: str = "PR1", code: str = "OP1", **values: Any) -> Any:
    told = {
        "programme": programme, "code": code, "name": f"做法{code}", "source": "build",
        "delivery": "blended", "minutes": 600, "groups": ("TG1",), "needs": ("N1",),
        "positions": ("MFG-1",), "scores": "EFFECT 4\nCOST 2", "costs": "鐘點 | Fee | 10 | 800",
    }  # fmt: skip
    return record("design_options", **(told | values))


def objective(programme: str = "PR1", code: str = "OB1", **values: Any) -> Any:
    told = {
        "programme": programme, "code": code, "audience": "檢驗員", "behaviour": "能量測標準件",
        "condition": "給予標準件", "degree": "三件合格", "level": "apply",
        "knowledge": "procedural", "competencies": ("S1",),
    }  # fmt: skip
    return record("objectives", **(told | values))


def criteria() -> None:
    rows(
        "option_criteria",
        {"code": "EFFECT", "name": "成效", "weight": 3.0, "order": 1},
        {"code": "COST", "name": "費用", "weight": 1.0, "order": 2},
    )


def programme(company: Any, code: str = "PR1") -> Programme:
    """Two options, one objective with activity and assessment, one module with one lesson."""
    if not Need.objects.exists():
        skill = make.competency("S1", name="精密量測")
        need("N1", skill)
        goal("SG1")
        make.published("M1", raises={"S1": 3.0})
        criteria()
        verbs()
    tail = code[2:]
    made: Programme = record(
        "programmes", code=code, title=f"方案{code}", goals=("SG1",), needs=("N1",)
    )
    record("programme_modules", programme=code, module="M1", order=1, reason="先備")
    record("lessons", part=f"{code}/M1", code=f"L{tail}", title="單元", minutes=120, order=1)
    group(code, f"TG{tail}")
    option(code, f"OPA{tail}", groups=(f"TG{tail}",))
    option(code, f"OPB{tail}", groups=(f"TG{tail}",), scores="EFFECT 2\nCOST 5")
    objective(code, f"OB{tail}")
    record(
        "activities", lesson=f"L{tail}", code=f"AC{tail}", title="實作", method="示範", minutes=60,
        mix="formal", objectives=(f"OB{tail}",),
    )  # fmt: skip
    record(
        "assessments", programme=code, lesson=f"L{tail}", code=f"AS{tail}", title="實作測驗",
        kind="summative", objectives=(f"OB{tail}",),
    )  # fmt: skip
    record("transfer_designs", programme=code, when="after", who="manager", action="觀察一次")
    record("programme_risks", programme=code, code=f"RK{tail}", text="缺席", likelihood=4, impact=3)
    return made


def today() -> Any:
    return timezone.localdate(AT)
