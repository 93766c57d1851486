"""The sheets of a volume: the example company's generator, with requirements as wide as the peer was measured on.

The example company asks some fifteen competencies of a position; the peer's figures are for a hundred. Here every
position requires all competencies of the volume, every person is rated in (nearly) all of them, and the modules
raise them. The sites 1 and 2 lie below one more unit, so that with 5,000 people there is a team of a thousand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from examples.maker.company_files import company_sheets, roster_sheets
from examples.maker.content import company, modules
from examples.maker.records import record_sheets
from examples.maker.sheets import Cell, Sheet, files_of

SEED = 7
TEAM = "R01"
ROOT_UNIT = "PGJ"
RATED_ON = date(2026, 3, 2)
HOLES = 0.03  # of ratings never given
FRAME_KINDS = ("scales", "units", "grades", "positions")
REPLACED = ("competencies", "adoptions", "requirements", "module_competencies", "ratings")
_KINDS = (("K", "知識"), ("S", "技能"), ("A", "態度"))


def frame_files(people: int) -> dict[str, bytes]:
    """What a roster refers to, without any person: scales, units without heads, grades, positions."""
    sheets = [sheet for sheet in roster_sheets(people, SEED) if sheet.kind in FRAME_KINDS]
    return _files(_without_heads(sheet) for sheet in sheets)


def roster_file(people: int) -> bytes:
    """The roster of so many employees as one workbook."""
    (sheet,) = (each for each in roster_sheets(people, SEED) if each.kind == "employees")
    (data,) = files_of(sheet).values()
    return data


def company_files(people: int, n_competencies: int) -> dict[str, bytes]:
    """Every sheet of a company but the ratings, with ``n_competencies`` required of every position."""
    # The written records speak of the posts and modules of the one company they were written for.
    written = {sheet.kind for sheet in record_sheets()}
    kept = [each for each in company_sheets(people, SEED) if each.kind not in {*REPLACED, *written}]
    edited = [_EDITS[sheet.kind](sheet) if sheet.kind in _EDITS else sheet for sheet in kept]
    return _files([*edited, *_wide_sheets(n_competencies)])


def story_files(people: int) -> dict[str, bytes]:
    """Every sheet of the example company with so many people, the written records too; everybody may sign in."""
    return _files(
        _with_everybody(sheet, people) if sheet.kind == "accounts" else sheet
        for sheet in company_sheets(people, SEED)
    )


def _with_everybody(sheet: Sheet, people: int) -> Sheet:
    """Who has no other role is a learner."""
    taken = {row[0] for row in sheet.rows}
    (roster,) = (each for each in roster_sheets(people, SEED) if each.kind == "employees")
    rows = [
        (row[0], row[7], row[1], "學員", "", "zh-hant")
        for row in roster.rows
        if row[0] not in taken and row[6] is None
    ]
    return replace(sheet, rows=[*sheet.rows, *rows])


def _files(sheets: Iterator[Sheet] | Sequence[Sheet]) -> dict[str, bytes]:
    return {name: data for sheet in sheets for name, data in files_of(sheet).items()}


def _without_heads(sheet: Sheet) -> Sheet:
    """Heads are employees, who are not there yet."""
    if sheet.kind != "units":
        return sheet
    return replace(sheet, rows=[(*row[:-1], "") for row in sheet.rows])


def _with_team(sheet: Sheet) -> Sheet:
    """Departments of the first two sites lie below the team."""
    texts = company()["units"]
    first_two = {*texts, *(f"{code}002" for code in texts)}
    rows: list[Sequence[Cell]] = []
    for row in sheet.rows:
        in_team = row[3] == ROOT_UNIT and row[0] in first_two
        rows.append((*row[:3], TEAM, *row[4:]) if in_team else row)
        if row[0] == ROOT_UNIT:
            rows.append((TEAM, "北區", "North", ROOT_UNIT, ""))
    return replace(sheet, rows=rows)


def _with_team_supervisor(sheet: Sheet) -> Sheet:
    """The executive also gets a colleague who may see the whole team and nothing else."""
    taken = {row[0] for row in sheet.rows}
    number = next(f"{n:05d}" for n in range(1, 10_000) if f"{n:05d}" not in taken)
    row = (number, f"e{number}@team.example", "北區主管", "主管", TEAM, "zh-hant")
    return replace(sheet, rows=[*sheet.rows, row])


_EDITS = {"units": _with_team, "accounts": _with_team_supervisor}


def competency_codes(n: int) -> list[str]:
    """Codes of the volume's own competencies: of ten four are knowledge, four skills, two attitudes."""
    return [f"BEN-{'KKKKSSSSAA'[i % 10]}{i + 1:03d}" for i in range(n)]


def _wide_sheets(n: int) -> list[Sheet]:
    chance = Random(f"{SEED} requirements")
    words = dict(_KINDS)
    codes = competency_codes(n)
    positions = list(company()["positions"])
    raised = [module.code for module in modules()]
    return [
        Sheet(
            50,
            "competencies",
            "自訂職能",
            ("職能代碼", "類別", "名稱"),
            [(code, words[code[4]], f"量測用職能 {code[4:]}") for code in codes],
        ),
        Sheet(
            60,
            "requirements",
            "職位應具等級",
            ("職位代碼", "職能代碼", "應具等級", "權重", "起日"),
            [
                (position, code, chance.randint(1, 5), chance.choice((1, 1, 2)), date(2025, 1, 1))
                for position in positions
                for code in codes
            ],
        ),
        Sheet(
            75,
            "module_competencies",
            "模組提升之職能",
            ("模組代碼", "職能代碼", "提升至等級"),
            [
                (raised[(at + shift) % len(raised)], code, level)
                for at, code in enumerate(codes)
                for shift, level in ((0, 3), (37, 5))
            ],
        ),
    ]


@dataclass(frozen=True, slots=True)
class RatingPlan:
    """Who is rated in what: everybody by themselves, people of the team also by their supervisor."""

    codes: Sequence[str]
    day: date = RATED_ON

    def of_person(self, person: int, *, in_team: bool) -> Iterator[tuple[str, str, float]]:
        """(competency code, source, level); the same person always gets the same."""
        chance = Random(f"{SEED} {person}")
        for code in self.codes:
            if chance.random() >= HOLES:
                yield code, "self", chance.randint(0, 5)
            if in_team and chance.random() >= HOLES:
                yield code, "supervisor", chance.randint(0, 5)


def rating_plan(n_competencies: int) -> RatingPlan:
    return RatingPlan(competency_codes(n_competencies))
