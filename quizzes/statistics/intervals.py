"""Intervals of a proportion, and Student's t for those of a mean."""

from math import cos, fsum, pi, sin, sqrt, tan
from statistics import NormalDist

MANY = 300  # degrees of freedom from which on the expansion of Student's t differs by less than 1e-9


def wilson_interval(successes, n, confidence=0.95):
    """Score interval of a proportion, as fractions (low, high). E. B. Wilson, JASA 22 (1927), 209-212."""
    check_confidence(confidence)
    if n < 1 or not 0 <= successes <= n:
        raise ValueError(f"{successes} successes out of {n} are not a proportion.")
    share, z = successes / n, NormalDist().inv_cdf(0.5 + confidence / 2)
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2) / (1 + z * z / n)
    # In exact arithmetic the share is inside and so are the ends of 0..1; rounding must not push them out.
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def check_confidence(confidence):
    if not 0 < confidence < 1:
        raise ValueError(f"The confidence must be between 0 and 1, not {confidence}.")


def student_quantile(freedom, confidence):
    """Two-sided quantile of Student's t for whole degrees of freedom."""
    if freedom > MANY:
        return _expanded_quantile(freedom, confidence)
    return _exact_quantile(freedom, confidence)


def _expanded_quantile(freedom, confidence):
    """The normal quantile with corrections in powers of 1/freedom (Cornish-Fisher).

    Abramowitz and Stegun (1964), 26.7.5. Its time does not grow with the people.
    """
    x = NormalDist().inv_cdf(0.5 + confidence / 2)
    return fsum(
        [
            x,
            (x**3 + x) / (4 * freedom),
            (5 * x**5 + 16 * x**3 + 3 * x) / (96 * freedom**2),
            (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / (384 * freedom**3),
            (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / (92160 * freedom**4),
        ]
    )


def _exact_quantile(freedom, confidence):
    """By bisection of the angle; the time grows with the degrees of freedom."""
    low, high = 0.0, pi / 2
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if _student_within(middle, freedom) < confidence else (low, middle)
    return tan(low) * sqrt(freedom)


def _student_within(angle, freedom):
    """P(|T| < tan(angle) * sqrt(freedom)). Abramowitz and Stegun (1964), 26.7.3 and 26.7.4."""
    odd = freedom % 2
    term, terms = (cos(angle) if odd else 1.0), []
    for k in range(1 + odd, freedom, 2):
        terms.append(term)
        term *= k / (k + 1) * cos(angle) ** 2
    series = sin(angle) * fsum(terms)
    return 2 / pi * (angle + series) if odd else series
