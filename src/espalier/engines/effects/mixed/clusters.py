"""What a random-intercept model needs to know of the data: sums by cluster, and of everybody."""

from dataclasses import dataclass

import numpy as np

from espalier.engines.figures.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class ClusterSums:
    """``sizes`` (G,), sums of the design by cluster (G, p) and of the outcome (G,), and X'X, X'y, y'y of everybody."""

    sizes: Floats
    rows: Floats
    outcomes: Floats
    xx: Floats
    xy: Floats
    yy: float

    @property
    def n(self) -> int:
        return int(self.sizes.sum())

    @property
    def n_coefficients(self) -> int:
        return len(self.xx)


def cluster_sums(outcome: Floats, design: Floats, clusters: Ints) -> ClusterSums:
    """Sums by cluster, codes 0..G-1; one pass over the learners, so the cost grows linearly in them."""
    n_clusters = int(clusters.max()) + 1
    sums = [np.bincount(clusters, column, minlength=n_clusters) for column in design.T]
    return ClusterSums(
        sizes=np.bincount(clusters, minlength=n_clusters).astype(np.float64),
        rows=np.column_stack(sums).astype(np.float64),
        outcomes=np.bincount(clusters, outcome, minlength=n_clusters).astype(np.float64),
        xx=design.T @ design,
        xy=design.T @ outcome,
        yy=float(outcome @ outcome),
    )
