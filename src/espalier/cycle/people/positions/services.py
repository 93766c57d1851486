"""Every write to functions, grades and positions."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.people.positions import queries
from espalier.cycle.people.positions.models import Grade, JobFunction, Position
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused

CHANGEABLE = (
    "name",
    "name_en",
    "function_id",
    "grade_id",
    "summary",
    "min_degree",
    "fields_of_study",
    "min_experience_months",
    "is_active",
)


@transaction.atomic
def create_function(
    *, code: str, name: str, name_en: str = "", by: Actor, at: datetime
) -> JobFunction:
    """Add a family of positions. Raises: Refused when the code is taken or a name is missing."""
    _refuse_taken(JobFunction.objects.filter(code=code).exists(), code, name)
    function = JobFunction.objects.create(
        code=code, name=name, name_en=name_en, order=JobFunction.objects.count()
    )
    log.record("people.function.created", function, by=by, at=at, after={"code": code})
    return function


@transaction.atomic
def create_grade(
    *, code: str, name: str, name_en: str = "", rank: int, tier: str, by: Actor, at: datetime
) -> Grade:
    """Add a grade. Raises: Refused when its code or rank is taken."""
    _refuse_taken(Grade.objects.filter(code=code).exists(), code, name)
    if Grade.objects.filter(rank=rank).exists():
        raise Refused([Problem("rank_taken", _("Another grade has this rank."), f"{code}: {rank}")])
    grade = Grade.objects.create(code=code, name=name, name_en=name_en, rank=rank, tier=tier)
    log.record("people.grade.created", grade, by=by, at=at, after={"code": code, "rank": rank})
    return grade


@transaction.atomic
def create_position(
    *,
    code: str,
    name: str,
    function_id: int,
    grade_id: int,
    name_en: str = "",
    summary: str = "",
    min_degree: str = "",
    fields_of_study: str = "",
    min_experience_months: int = 0,
    by: Actor,
    at: datetime,
) -> Position:
    """Add a position. Raises: Refused when its code is taken or a name is missing."""
    _refuse_taken(Position.objects.filter(code=code).exists(), code, name)
    position = Position.objects.create(
        code=code,
        name=name,
        name_en=name_en,
        function_id=function_id,
        grade_id=grade_id,
        summary=summary,
        min_degree=min_degree,
        fields_of_study=fields_of_study,
        min_experience_months=min_experience_months,
    )
    log.record(
        "people.position.created", position, by=by, at=at, after={"code": code, "name": name}
    )
    return position


@transaction.atomic
def change_position(
    *, position_id: int, changes: Mapping[str, object], by: Actor, at: datetime
) -> Position:
    """Change what is named in ``changes``; the code stays. Raises: NotFound; ValueError, Refused."""
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"a position has no changeable {sorted(unknown)}")
    position = Position.objects.filter(pk=position_id).first()
    if position is None:
        raise NotFound
    if not changes.get("name", position.name):
        raise Refused([Problem("unnamed", _("A code and a name are needed."), position.code)])
    before = {name: getattr(position, name) for name in changes}
    for name, value in changes.items():
        setattr(position, name, value)
    position.save(update_fields=list(changes))
    log.record("people.position.changed", position, by=by, at=at, before=before, after=changes)
    return position


@transaction.atomic
def write_grades(
    *, rows: Sequence[Mapping[str, object]], by: Actor, at: datetime
) -> dict[str, int]:
    """Add or change many grades; the ranks of the whole sheet may change places."""
    known = queries.grades_by_code()
    fresh = [Grade(code=str(r["code"])) for r in rows if str(r["code"]) not in known]
    by_code = known | {grade.code: grade for grade in fresh}
    for row in rows:
        grade = by_code[str(row["code"])]
        for name in ("name", "name_en", "rank", "tier"):
            if name in row:
                setattr(grade, name, row[name] if row[name] is not None else "")
    changed = [by_code[str(row["code"])] for row in rows if str(row["code"]) in known]
    if changed:
        # Ranks are unique: first move them out of each other's way, then to where they belong.
        far = max(grade.rank for grade in by_code.values()) + 1
        wanted = [grade.rank for grade in changed]
        for place, grade in enumerate(changed):
            grade.rank = far + place
        Grade.objects.bulk_update(changed, ["rank"], batch_size=200)
        for grade, rank in zip(changed, wanted, strict=True):
            grade.rank = rank
        Grade.objects.bulk_update(changed, ["name", "name_en", "rank", "tier"], batch_size=200)
    Grade.objects.bulk_create(fresh)
    return {"added": len(fresh), "changed": len(changed)}


@transaction.atomic
def write_positions(
    *, rows: Sequence[Mapping[str, object]], by: Actor, at: datetime
) -> dict[str, int]:
    """Add or change many positions; functions named for the first time are made on the way."""
    functions = _functions_of(rows)
    grades = queries.grades_by_code()
    known = queries.positions_by_code()
    fresh: list[Position] = []
    changed: list[Position] = []
    for row in rows:
        code = str(row["code"])
        position = known.get(code) or Position(code=code)
        (changed if code in known else fresh).append(position)
        position.function = functions[str(row["function_code"])]
        position.grade = grades[str(row["grade_code"])]
        for name in ("name", "name_en", "summary", "min_degree", "fields_of_study"):
            if name in row:
                setattr(position, name, row[name] or "")
        if "min_experience_months" in row:
            position.min_experience_months = _whole(row["min_experience_months"])
    Position.objects.bulk_create(fresh, batch_size=500)
    fields = [name.removesuffix("_id") for name in CHANGEABLE if name != "is_active"]
    Position.objects.bulk_update(changed, fields, batch_size=200)
    return {"added": len(fresh), "changed": len(changed)}


def _functions_of(rows: Sequence[Mapping[str, object]]) -> dict[str, JobFunction]:
    known = queries.functions_by_code()
    fresh: dict[str, JobFunction] = {}
    renamed: dict[str, JobFunction] = {}
    for row in rows:
        code, name = str(row["function_code"]), str(row.get("function_name") or "")
        if code in known:
            if name and known[code].name != name:
                known[code].name = name
                renamed[code] = known[code]
        elif code not in fresh or (name and fresh[code].name == code):
            fresh[code] = JobFunction(code=code, name=name or code, order=len(known) + len(fresh))
    JobFunction.objects.bulk_create(fresh.values())
    JobFunction.objects.bulk_update(renamed.values(), ["name"], batch_size=400)
    return known | fresh


def _whole(value: object) -> int:
    return int(str(value or 0))


def _refuse_taken(taken: bool, code: str, name: str) -> None:
    problems = []
    if not code.strip() or not name.strip():
        problems.append(Problem("unnamed", _("A code and a name are needed."), code))
    if taken:
        problems.append(
            Problem("code_taken", _("This code is already used."), code, _("Choose another."))
        )
    if problems:
        raise Refused(problems)
