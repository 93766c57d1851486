"""Every assumption behind the made-up company, in one place; a report prints them beside its seed.

The numbers are ours (``planning.md`` §5 of the domain notes says which rest on a source); none describes a real
company.
"""

from dataclasses import dataclass

TWD = 100  # minor units
HOUR = 60  # minutes


@dataclass(frozen=True, slots=True)
class Legal:
    """A duty by law: the module, who is due this year, and how it is run."""

    code: str
    minutes: int
    share_due: float  # of everybody
    online: bool


@dataclass(frozen=True, slots=True)
class Parameters:
    """Shares are of 1, money in NT$, hours in hours."""

    # People
    department_exponent: float = 0.42  # number of departments = people ** this
    department_sigma: float = 0.8  # of the lognormal of their sizes
    roles_per_department: int = 4
    grades: tuple[float, ...] = (0.34, 0.31, 0.20, 0.10, 0.05)
    voluntary_hours: int = 24
    # Competencies
    core_competencies: int = 8
    competencies_per_module: float = 0.45
    core_per_role: int = 3
    family_per_role: int = 7
    gap_shares: tuple[float, ...] = (0.45, 0.30, 0.17, 0.08)  # of 0, 1, 2, 3 levels
    personal_sigma: float = 0.5  # of the log of a person's tendency to have gaps
    criticality_shares: tuple[float, ...] = (0.10, 0.20, 0.40, 0.20, 0.10)  # of 1 to 5
    importance_halves: tuple[int, ...] = (2, 3, 4, 6)  # role importance 1, 1.5, 2, 3, doubled
    importance_shares: tuple[float, ...] = (0.45, 0.30, 0.17, 0.08)
    carry_over_share: float = 0.06
    carry_over_quarters: tuple[int, int] = (
        4,
        5,
    )  # weight 1, or 1.25 if waitlisted last year, times 4
    # Catalogue
    online_share: float = 0.18
    public_share: float = 0.20
    external_share: float = 0.45
    hours: tuple[int, ...] = (3, 6, 7, 12, 14)
    hour_shares: tuple[float, ...] = (0.20, 0.30, 0.28, 0.14, 0.08)
    core_module_share: float = 0.22  # of the modules, whose main competency is a core one
    taught_shares: tuple[float, ...] = (0.30, 0.35, 0.25, 0.10)  # of one to four competencies
    lift_shares: tuple[float, ...] = (0.20, 0.40, 0.40)  # of one, two, three levels
    entry_shares: tuple[float, ...] = (0.65, 0.17, 0.12, 0.06)  # entry level 0 to 3
    seats: tuple[int, int] = (16, 40)
    fewest_share: float = 0.4  # of the seats
    # Money
    internal_hour: tuple[int, int] = (800, 1600)
    external_hour: tuple[int, int] = (3000, 8000)
    room_hour: int = 400  # with external instructors
    head: tuple[int, int] = (150, 900)
    public_day: tuple[int, int] = (3500, 14000)  # a seat for seven hours
    licence: tuple[int, int] = (20_000, 90_000)
    online_head: tuple[int, int] = (50, 400)
    # Capacity
    instructor_share: float = 0.45  # of the minutes that full demand would take
    room_share: float = 0.50
    fair_permille: int = 600
    legal: tuple[Legal, ...] = (
        Legal("L-HARASSMENT", 2 * HOUR, 1.0, True),
        Legal("L-OSH-GENERAL", 3 * HOUR, 0.30, False),
        Legal("L-OSH-MANAGER", 6 * HOUR, 0.02, False),
        Legal("L-FIRST-AID", 3 * HOUR, 0.01, False),
    )


STANDARD = Parameters()
