"""The detectors that a table of scores can answer, run together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import measured_array
from espalier.engines.effects.pitfalls.alert import Alert
from espalier.engines.effects.pitfalls.groups import clustering, slopes_differ, small_cells
from espalier.engines.effects.pitfalls.measures import ceiling
from espalier.engines.effects.pitfalls.selection import drop_out
from espalier.engines.effects.pitfalls.simpson import simpson
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Said


@dataclass(frozen=True, slots=True)
class PitfallReport:
    """The alerts that fired, and the names of the detectors that were asked."""

    alerts: tuple[Alert, ...]
    asked: tuple[str, ...]
    n_used: int
    n_missing: int
    sentence: Said


def check_table(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    highest: float,
    arm: ArrayLike | None = None,
    group: ArrayLike | None = None,
) -> PitfallReport:
    """Ceiling and drop-out always; clustering and small cells with a group; slopes with an arm; Simpson with both.

    Parameters
    ----------
    pre, post : array_like of float, shape (n,)
        NaN not measured: who lacks one is left out of every detector but drop-out.
    highest : float
        The highest score there is.
    arm : array_like of int, shape (n,), optional
        1 trained, 0 not.
    group : array_like of int, shape (n,), optional
        Code of the session or site.

    Raises
    ------
    ValueError
        Shapes that differ, bad codes, nobody with both scores.

    Examples
    --------
    >>> report = check_table([5, 6, 7, 8], [10, 10, 9, 8], highest=10)
    >>> [alert.pitfall.value for alert in report.alerts]
    ['ceiling']
    """
    first = measured_array("pre", pre, ndim=1, may_miss=True)
    second = measured_array("post", post, ndim=1, may_miss=True)
    exclude = MissingPolicy.EXCLUDE
    found = [
        ("ceiling", ceiling(first, second, missing=exclude, highest=highest)),
        ("drop_out", drop_out(first, second)),
    ]
    gain = second - first
    if group is not None:
        there = np.asarray(group)[~np.isnan(gain)]
        counts = {str(code): int((there == code).sum()) for code in np.unique(there)}
        found.append(("clustering", clustering(gain, group, missing=exclude)))
        found.append(("small_cells", small_cells(counts)))
    if arm is not None:
        found.append(("slopes_differ", slopes_differ(first, second, arm, missing=exclude)))
    if arm is not None and group is not None:
        found.append(("simpson", simpson(gain, arm, group, missing=exclude)))
    alerts = tuple(alert for _, alert in found if alert is not None)
    n_used = int((~np.isnan(gain)).sum())
    asked = tuple(name for name, _ in found)
    return PitfallReport(alerts, asked, n_used, gain.size - n_used, _sentence(alerts, len(asked)))


def report_of(name: str, alert: Alert | None, *, n_used: int, n_missing: int = 0) -> PitfallReport:
    """A report on one detector, whether it fired or not.

    Examples
    --------
    >>> report_of("ceiling", None, n_used=12).sentence.en
    'Usual pitfalls checked: 1; needing attention: 0. No alert does not mean no problem.'
    """
    alerts = () if alert is None else (alert,)
    return PitfallReport(alerts, (name,), n_used, n_missing, _sentence(alerts, 1))


def _sentence(alerts: tuple[Alert, ...], n_asked: int) -> Said:
    told = Said(
        f"檢查了 {n_asked} 種常見陷阱，有 {len(alerts)} 項要注意。",
        f"Usual pitfalls checked: {n_asked}; needing attention: {len(alerts)}.",
    )
    for each in alerts:
        told = told + each.sentence
    return told + Said("沒有警示不代表沒有問題。", "No alert does not mean no problem.")
