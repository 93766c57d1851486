"""Circle-arc equating: two end points known beforehand, one middle point from the data.

References
----------
Livingston & Kim 2009, Journal of Educational Measurement 46, 330–343; 2010, ibid. 47, 175–185 (simplified method).
"""

from math import sqrt

import numpy as np

from espalier.engines.figures.arrays import Floats

Point = tuple[float, float]


def circle_arc(points: Floats, low: Point, middle: Point, high: Point) -> Floats:
    """A straight line between the end points, and on it the arc that the middle point asks for.

    Outside the end points, and where the arc would be more than half a circle, the line alone is used.

    Parameters
    ----------
    points : ndarray
        Scores of form X.
    low, middle, high : (x, y)
        End points (lowest meaningful and full score of both forms) and the middle point, with x rising.

    Raises
    ------
    ValueError
        End points not in order.

    Checked against: the circle's equation at random points (tests), 1e-9.

    Examples
    --------
    >>> circle_arc(np.array([0.0, 5.0, 10.0]), (0, 0), (5, 6), (10, 10)).round(6).tolist()
    [0.0, 6.0, 10.0]
    """
    if not low[0] < high[0]:
        raise ValueError(f"circle arc: end points {low} and {high} are not in order")
    slope = (high[1] - low[1]) / (high[0] - low[0])
    line = low[1] + slope * (points - low[0])
    above = middle[1] - (low[1] + slope * (middle[0] - low[0]))
    centre, half = (low[0] + high[0]) / 2, (high[0] - low[0]) / 2
    if not low[0] < middle[0] < high[0] or abs(above) < 1e-12:
        return line
    down = ((middle[0] - centre) ** 2 + above**2 - half**2) / (2 * above)
    if down * above > 0:  # the centre lies on the arc's own side: more than half a circle
        return line
    radius = sqrt(half**2 + down**2)
    reach = np.sqrt(np.maximum(radius**2 - (points - centre) ** 2, 0.0))
    arc = down + (reach if above > 0 else -reach)
    inside = (points >= low[0]) & (points <= high[0])
    return np.where(inside, line + arc, line)
