"""The master of column generation: which mix of priced sets fits money, pools, seats and fairness (HiGHS).

Rows stand from the beginning; columns and cuts are added. Weights are divided by ``weight_unit``, money by
``money_unit`` and minutes by 60, so that HiGHS sees numbers of ordinary size. Every row that some plan must be
able to keep may also be missed at a high price, so that the master is feasible from its first column on.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from espalier.engines.planner.selection.prices_of_rows import scale_for
from espalier.engines.planner.selection.scale.columns import Columns
from espalier.engines.planner.selection.scale.instance import Instance
from espalier.engines.planner.selection.scale.prices import Prices, dearest

INFINITE = float("inf")
MISSED = 1e3  # price of missing a row, in weight units: no plan gains that much by one seat
MINUTES = 60.0
IDLE = 1e-9
FAIREST = 100.0  # no department's gaps count for more than this many times their weight
KINDS = (
    "convexity",
    "seat_max",
    "seat_min",
    "purse",
    "pool",
    "department",
    "fairness",
    "total",
)


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Taken of ``seats`` <= |seats| - reach * (sessions - y): true for every whole number y of sessions."""

    module: int
    seats: np.ndarray
    reach: int
    sessions: int


@dataclass(frozen=True, slots=True, eq=False)
class RowPrices:
    """Prices of the rows, in weight a seat, minor unit, minute, share; ``extra`` by seat, from the cuts."""

    module_seat: np.ndarray
    purse: np.ndarray
    pool: np.ndarray
    fairness: np.ndarray
    extra: np.ndarray | None

    def whole(self, instance: Instance) -> Prices:
        """As whole numbers; any rounding leaves the bound valid."""
        scale, most = scale_for(instance.problem), dearest(instance)

        def rounded(values: np.ndarray, low: float = 0.0, high: float = most) -> np.ndarray:
            whole: np.ndarray = np.rint(np.clip(values, low, high) * scale).astype(np.int64)
            return whole

        return Prices(
            scale,
            rounded(self.purse),
            rounded(self.pool),
            rounded(self.fairness, high=FAIREST),
            rounded(self.module_seat, -most),
            None if self.extra is None else rounded(self.extra),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Mixed:
    """A solution: weight closed, the share of each column, sessions, prices, missed rows."""

    weight: float
    share: np.ndarray
    sessions: np.ndarray
    prices: RowPrices
    missed: float


class Master:
    """The linear master; ``sizes`` says how many sets each group may have (1 for a person)."""

    def __init__(
        self,
        instance: Instance,
        sizes: np.ndarray,
        part: float = 1.0,
        gap: np.ndarray | None = None,
    ) -> None:
        import highspy

        self.instance = instance
        self.part = part  # of money, pools and sessions, for a sample of the people
        self.gap = instance.gap if gap is None else gap
        mean = float(instance.bit_weight.mean()) if instance.bit_weight.size else 1.0
        self.weight_unit = max(1.0, mean)
        self.money_unit = max(1.0, float(np.abs(instance.purse_limit).max()) / 1e4)
        maker: Any = highspy.Highs
        self.highs: Any = maker()
        for name, value in {"output_flag": False, "threads": 1, "parallel": "off"}.items():
            self.highs.setOptionValue(name, value)
        self.first = self._add_rows(sizes)
        self._add_sessions()
        self._add_departments()
        self._add_slacks()
        self.n_fixed = int(self.highs.getNumCol())
        self.n_columns = 0
        self.cuts: list[Cut] = []

    # Building

    def _add_rows(self, sizes: np.ndarray) -> dict[str, int]:
        """Empty rows with their limits; returns the first row of each kind."""
        i = self.instance
        forced, closed = i.forced_seats * self.part, i.forced_weight * self.part / self.weight_unit
        blocks = {
            "convexity": (np.full(sizes.size, -INFINITE), sizes.astype(float)),
            "seat_max": (np.full(i.n_modules, -INFINITE), -forced),
            "seat_min": (np.full(i.n_modules, -INFINITE), forced),
            "purse": self._limit(i.purse_limit / self.money_unit),
            "pool": self._limit(i.pool_limit / MINUTES),
            "department": (-closed, -closed),
            "fairness": (np.zeros(i.n_departments), np.full(i.n_departments, INFINITE)),
            "total": (np.zeros(1), np.zeros(1)),
        }
        lower, upper = (np.concatenate(side) for side in zip(*blocks.values(), strict=True))
        none = np.zeros(0, np.int32)
        self.highs.addRows(lower.size, lower, upper, 0, none, none, np.zeros(0))
        sizes_of = [block[0].size for block in blocks.values()]
        first = np.concatenate(([0], np.cumsum(sizes_of))).tolist()
        return dict(zip((*KINDS, "cut"), first, strict=True))

    def _limit(self, limit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.full(limit.size, -INFINITE), limit * self.part

    def _column(self, cost: float, low: float, high: float, entries: dict[int, float]) -> None:
        at = np.array(list(entries), np.int32)
        self.highs.addCol(cost, low, high, at.size, at, np.array(list(entries.values())))

    def _add_sessions(self) -> None:
        i, first = self.instance, self.first
        for m in range(i.n_modules):
            entries = {
                first["seat_max"] + m: -float(i.seats_max[m]),
                first["seat_min"] + m: float(i.seats_min[m]),
                first["purse"] + int(i.purse[m]): float(i.session_minor[m] / self.money_unit),
            }
            for pool in np.flatnonzero(i.uses[:, m]).tolist():
                entries[first["pool"] + pool] = i.uses[pool, m] / MINUTES
            low, high = i.sessions_min[m] * self.part, i.sessions_max[m] * self.part
            self._column(0.0, float(low), float(high), entries)

    def _add_departments(self) -> None:
        """What each department closes, and their sum; fairness compares each with its part of the sum."""
        i, first = self.instance, self.first
        shares = i.fair_share * self.gap / max(1.0, float(self.gap.sum()))
        for d in range(i.n_departments):
            entries = {first["department"] + d: -1.0, first["total"]: 1.0}
            if shares[d] > 0:
                entries[first["fairness"] + d] = 1.0
            self._column(-1.0, 0.0, INFINITE, entries)
        total = {first["fairness"] + int(d): -float(shares[d]) for d in np.flatnonzero(shares)}
        self._column(0.0, 0.0, INFINITE, {first["total"]: -1.0, **total})

    def _add_slacks(self) -> None:
        signs = {"seat_max": -1.0, "seat_min": -1.0, "purse": -1.0, "pool": -1.0, "fairness": 1.0}
        ends = dict(zip(KINDS, [self.first[k] for k in (*KINDS[1:], "cut")], strict=True))
        for kind, sign in signs.items():
            for row in range(self.first[kind], ends[kind]):
                self._column(MISSED, 0.0, INFINITE, {row: sign})

    # Growing

    def add(self, columns: Columns) -> None:
        """Add columns with their seats summed over modules and purses."""
        if not len(columns):
            return
        matrix, n = self._matrix(columns), len(columns)
        self.highs.addCols(
            n, np.zeros(n), np.zeros(n), np.full(n, INFINITE), matrix.nnz,
            matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), matrix.data,
        )  # fmt: skip
        self.n_columns += n

    def _matrix(self, columns: Columns) -> Any:
        from scipy.sparse import csc_matrix

        i, first = self.instance, self.first
        each, owner, seats = np.arange(len(columns)), columns.owner(), columns.seats
        module, once = i.module[seats], np.ones(seats.size)
        parts = [
            (first["convexity"] + columns.group, each, np.ones(each.size)),
            (first["department"] + columns.department, each, columns.weight / self.weight_unit),
            (first["seat_max"] + module, owner, once),
            (first["seat_min"] + module, owner, -once),
            (first["purse"] + i.purse[module], owner, i.head[seats] / self.money_unit),
            *self._cut_parts(seats, owner),
        ]
        row, column, value = (np.concatenate(part) for part in zip(*parts, strict=True))
        shape = (int(self.highs.getNumRow()), each.size)
        return csc_matrix((value, (row, column)), shape=shape)

    def _cut_parts(self, seats: np.ndarray, owner: np.ndarray) -> list[tuple[np.ndarray, ...]]:
        parts: list[tuple[np.ndarray, ...]] = []
        if not self.cuts:
            return parts
        inside = np.zeros(self.instance.n_seats, dtype=bool)
        for number, cut in enumerate(self.cuts):
            inside[cut.seats] = True
            hit = inside[seats]
            inside[cut.seats] = False
            row = np.full(int(hit.sum()), self.first["cut"] + number)
            parts.append((row, owner[hit], np.ones(row.size)))
        return parts

    def add_cut(self, cut: Cut, columns: Columns) -> None:
        """Add a cut; ``columns`` are all columns added so far, in order."""
        inside = np.zeros(self.instance.n_seats, dtype=bool)
        inside[cut.seats] = True
        hit = inside[columns.seats]
        count = np.bincount(columns.owner()[hit], minlength=len(columns))
        used = np.flatnonzero(count)
        at = np.concatenate(([cut.module], self.n_fixed + used)).astype(np.int32)
        value = np.concatenate(([-float(cut.reach)], count[used].astype(float)))
        limit = float(cut.seats.size - cut.reach * cut.sessions)
        self.highs.addRow(-INFINITE, limit, at.size, at, value)
        self.cuts.append(cut)

    def drop_idle_cuts(self) -> None:
        """Forget cuts without a price in the last solution."""
        first = self.first["cut"]
        duals = np.array(self.highs.getSolution().row_dual)[first:]
        idle = np.flatnonzero(np.abs(duals) < IDLE)
        if idle.size:
            self.highs.deleteRows(idle.size, (first + idle).astype(np.int32))
            dropped = set(idle.tolist())
            self.cuts = [cut for n, cut in enumerate(self.cuts) if n not in dropped]

    def fix_sessions(self, low: np.ndarray, high: np.ndarray) -> None:
        """Bound the numbers of sessions."""
        n = self.instance.n_modules
        self.highs.changeColsBounds(
            n, np.arange(n, dtype=np.int32), low.astype(float), high.astype(float)
        )

    # Solving

    def solve(self) -> Mixed:
        """Solve from where the last solve ended.

        Raises
        ------
        RuntimeError
            HiGHS does not end with an optimal solution; the master is never infeasible or unbounded.
        """
        import highspy

        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self.highs.clearSolver()
            self.highs.run()
        status = self.highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"HiGHS ended the master with {status}")
        solution = self.highs.getSolution()
        values, duals = np.array(solution.col_value), np.array(solution.row_dual)
        n, d = self.instance.n_modules, self.instance.n_departments
        return Mixed(
            weight=float(values[n : n + d].sum()) * self.weight_unit,
            share=values[self.n_fixed :],
            sessions=values[:n],
            prices=self._prices(duals),
            missed=float(values[n + d + 1 : self.n_fixed].sum()),
        )

    def _prices(self, duals: np.ndarray) -> RowPrices:
        """HiGHS minimises the negative, so that rows "at most" have duals of 0 or below."""
        worth = -duals * self.weight_unit
        first = [self.first[kind] for kind in KINDS[1:]]
        seat_max, seat_min, purse, pool, _, fairness = np.split(
            worth[first[0] : first[-1]], np.array(first[1:-1]) - first[0]
        )
        return RowPrices(
            module_seat=seat_max - seat_min,
            purse=purse / self.money_unit,
            pool=pool / MINUTES,
            fairness=-fairness / self.weight_unit,
            extra=self._extra(worth[self.first["cut"] :]),
        )

    def _extra(self, worth: np.ndarray) -> np.ndarray | None:
        if not self.cuts:
            return None
        extra = np.zeros(self.instance.n_seats)
        for cut, price in zip(self.cuts, worth, strict=True):
            if price > 0:
                extra[cut.seats] += price
        return extra
