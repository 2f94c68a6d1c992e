"""The point of a session: where it was, never more exact than about 100 metres.

Points have three decimals in WGS 84. A degree of latitude is 110.6 km at the equator, a degree of longitude
111.3 km there and 109.1 km at 11.5 degrees south, so 0.001 degree is 109 to 111 metres everywhere in
Indonesia (NIMA TR8350.2, the ellipsoid of WGS 84).
"""

from math import cos, hypot, radians

from django.utils.translation import gettext as _

DECIMALS = 3
SOUTH, NORTH, WEST, EAST = -11.5, 6.5, 94.5, 141.5
KM_PER_DEGREE = 111.2
FAR_KM = 25  # from the village's own coordinates: more than any village is wide


def point_layouts():
    return {"south": _("{lat}° S, {lon}° E"), "north": _("{lat}° N, {lon}° E")}


def point_words(latitude, longitude):
    """Return a point as people read it: 7.123° S, 110.456° E."""
    layout = point_layouts()["south" if latitude < 0 else "north"]
    return layout.format(lat=f"{abs(latitude):.3f}", lon=f"{longitude:.3f}")


def kilometres_between(one, other):
    """Return the distance of two (latitude, longitude), exact enough for a few hundred kilometres."""
    (lat, lon), (other_lat, other_lon) = (tuple(map(float, point)) for point in (one, other))
    east = (lon - other_lon) * cos(radians((lat + other_lat) / 2))
    return hypot(lat - other_lat, east) * KM_PER_DEGREE
