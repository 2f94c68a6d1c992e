"""A map of villages as points with a scale bar, drawn by the server without a map service."""

from dataclasses import dataclass
from math import cos, radians

MOST = 400  # points on a drawing; more overlap, and make the page heavy
WIDTH, MARGIN = 360, 12
FLATTEST, TALLEST = 90, 420
LEAST_SPAN = 0.05  # degrees, so that a single village does not fill the drawing
KM_PER_DEGREE = 111.2
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    village: object


@dataclass(frozen=True)
class Drawing:
    """Points on a sheet `WIDTH` wide; the bar is `bar` units long and stands for `km`."""

    points: list
    height: int
    bar: float
    km: int
    width: int = WIDTH

    @property
    def path(self):
        """All points as one path of dots, for a light page: to be drawn with a round line cap."""
        return "".join(f"M{point.x:g} {point.y:g}h0" for point in self.points)


def with_coordinates(villages):
    """Return those of `villages` that have coordinates; None for more than a drawing holds."""
    # Sorted here: the database would read the codes of the whole country for those of one office.
    found = list(villages.located()[: MOST + 1])
    return None if len(found) > MOST else sorted(found, key=lambda village: village.code)


def drawing_of(villages):
    """Return the `Drawing` of villages with coordinates; None without any."""
    if not villages:
        return None
    places = [(float(village.longitude), float(village.latitude)) for village in villages]
    west, east = ends([x for x, _y in places])
    south, north = ends([y for _x, y in places])
    shrink = cos(radians((south + north) / 2))  # a degree of longitude is shorter away from the equator
    wide, high = (east - west) * shrink, north - south
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / high)
    height = max(FLATTEST, round(high * scale) + 2 * MARGIN)
    left, top = (WIDTH - wide * scale) / 2, (height - high * scale) / 2
    points = [
        Point(round(left + (x - west) * shrink * scale, 1), round(top + (north - y) * scale, 1), village)
        for (x, y), village in zip(places, villages, strict=True)
    ]
    unit = scale / KM_PER_DEGREE
    km = max((step for step in STEPS if step * unit <= WIDTH / 3), default=STEPS[0])
    return Drawing(points, height, round(km * unit, 1), km)


def ends(values):
    """Return the least and greatest value, apart from each other by at least `LEAST_SPAN`."""
    least, greatest = min(values), max(values)
    missing = max(0, LEAST_SPAN - (greatest - least)) / 2
    return least - missing, greatest + missing
