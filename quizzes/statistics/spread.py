"""Sample covariance and order of the values of people, who may share a value."""

from bisect import bisect_right
from itertools import accumulate, pairwise
from math import fsum
from statistics import fmean

ROUNDING = 1e-12  # differences below this share of the values are floating-point noise and count as zero


def covariance_of(xs, ys, people):
    """Sample covariance; None for one pair; exactly 0 when the products cancel but for rounding."""
    n = sum(people)
    if n < 2:
        return None
    together = zip(deviations_of(xs, people), deviations_of(ys, people), people, strict=True)
    products = [number * x * y for x, y, number in together]
    total = fsum(products)
    return 0.0 if abs(total) <= ROUNDING * fsum(map(abs, products)) else total / (n - 1)


def deviations_of(values, people):
    """Differences from the mean; exactly 0 for equal values, whose computed mean may be off by rounding."""
    mean, noise = fmean(values, people), ROUNDING * max(map(abs, values))
    return [0.0 if abs(value - mean) <= noise else value - mean for value in values]


def greatest_covariance(xs, ys, people):
    """The covariance of both in order: the least of the one beside the least of the other."""
    firsts, seconds = Ordered(xs, people), Ordered(ys, people)
    ends = sorted({*firsts.ends, *seconds.ends})
    numbers = [end - start for start, end in pairwise([0, *ends])]
    xs, ys = ([side.at(end - 1) for end in ends] for side in (firsts, seconds))
    return covariance_of(xs, ys, numbers)


class Ordered:
    """The values of people in order, one person after the other, without writing each out."""

    def __init__(self, values, people):
        pairs = sorted(zip(values, people, strict=True))
        self.values = [value for value, _number in pairs]
        self.ends = list(accumulate(number for _value, number in pairs))

    def at(self, place):
        """Return the value of the person at `place`, from 0."""
        return self.values[bisect_right(self.ends, place)]

    @property
    def median(self):
        n = self.ends[-1]
        return (self.at((n - 1) // 2) + self.at(n // 2)) / 2
