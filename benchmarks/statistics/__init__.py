"""How fast the statistics run, in CPU seconds of one thread, and against whom.

``python -m benchmarks.statistics.items`` (and its siblings) prints one JSON line a figure: what, size, cpu_s, rss_mb,
peer, ratio.
"""

import os
import sys

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before NumPy is imported, or it is too late
if os.environ.get("ESPALIER_PEERS"):
    sys.path.append(os.environ["ESPALIER_PEERS"])
