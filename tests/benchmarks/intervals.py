"""How often intervals over villages hold the true value, by simulation: make intervals."""

from itertools import product
from math import sqrt
from random import Random
from statistics import NormalDist, fmean

from quizzes.statistics import ClusterSums, cluster_interval, cluster_share_of_sums, paired_gain

ICCS = (0, 0.02, 0.05, 0.1, 0.2)
PEOPLE = 20  # of each village


def gains(random, villages, icc):
    """Return lists of numbers with mean 0 and variance 1, one a village, one number a person."""
    return [
        [shared + random.gauss(0, sqrt(1 - icc)) for _person in range(PEOPLE)]
        for shared in (random.gauss(0, sqrt(icc)) for _village in range(villages))
    ]


def rights(random, villages, icc, share):
    """Return the people of each village who are right; the shares of villages follow a beta distribution."""
    found = []
    for _village in range(villages):
        sure = 1 / icc - 1 if icc else None
        local = share if sure is None else random.betavariate(share * sure, (1 - share) * sure)
        found.append(sum(random.random() < local for _person in range(PEOPLE)))
    return found


def share_interval(counts):
    return cluster_share_of_sums(
        ClusterSums(
            clusters=len(counts),
            people=PEOPLE * len(counts),
            total=sum(counts),
            squares=sum(counts),
            people_squares=PEOPLE**2 * len(counts),
            total_squares=sum(count**2 for count in counts),
            products=PEOPLE * sum(counts),
            mean_squares=sum(count**2 for count in counts) / PEOPLE,
        )
    )


def over_people(clusters):
    """Return the interval that takes no notice of villages."""
    people = [number for cluster in clusters for number in cluster]
    return paired_gain([0] * len(people), people)


def coverage_of_gains(villages, icc, rounds, seed, interval=cluster_interval):
    """Return the share of intervals that hold the true mean."""
    random = Random(seed)
    found = [interval(gains(random, villages, icc)) for _round in range(rounds)]
    return fmean(one.low <= 0 <= one.high for one in found)


def coverage_of_share(villages, icc, share, rounds, seed):
    random = Random(seed)
    found = [share_interval(rights(random, villages, icc, share)) for _round in range(rounds)]
    return fmean(interval.low <= share <= interval.high for interval in found)


def margin(rounds):
    """Return by how much a coverage of 95 % may miss by chance in so many rounds, with 99 % confidence."""
    return NormalDist().inv_cdf(0.995) * sqrt(0.95 * 0.05 / rounds)


def main(rounds=4000, seed=20):
    print(
        f"{PEOPLE} people a village, {rounds} rounds, seed {seed}; by chance +- {100 * margin(rounds):.1f}."
    )
    print("villages  ICC   gain: over villages, over people   share of 60 %  90 %  99 %  over villages")
    for villages, icc in product((30, 8), ICCS):
        robust, naive = (
            coverage_of_gains(villages, icc, rounds, seed, interval)
            for interval in (cluster_interval, over_people)
        )
        shares = [coverage_of_share(villages, icc, share, rounds, seed) for share in (0.6, 0.9, 0.99)]
        cells = "  ".join(f"{100 * number:5.1f}" for number in (robust, naive, *shares))
        print(f"{villages:8}  {icc:<4}  {cells}", flush=True)


if __name__ == "__main__":
    main()
