"""Somebody who has everything that was ever shown, and subtracts: exact arithmetic on intervals.

A set of reports is an `int`, one bit for each report. What is known of a set is (least, most) people.
"""

from math import inf

NOTHING = (0, inf)


def narrow(known, reports, least, most):
    """Join one fact to `known` {reports: (least, most)}; return True if it was new."""
    before = known.get(reports, NOTHING)
    after = (max(before[0], least), min(before[1], most))
    if not reports or after == before:
        return False
    known[reports] = after
    return True


def subtract_everything(facts, limit, rounds=3):
    """Return {reports: (least, most)} of all that follows from `facts` [(reports, least, most)] by + and -.

    After the first round only what is known to fewer than `limit` values can lead to something narrower.
    """
    known = {}
    for fact in facts:
        narrow(known, *fact)
    for _round in range(rounds):
        items = list(known.items())
        learned = [narrow(known, *fact) for one in items for other in items for fact in combined(one, other)]
        if not any(learned):
            break
        known = {reports: ends for reports, ends in known.items() if ends[1] - ends[0] < limit}
    return known


def combined(one, other):
    """Yield what two facts tell about the difference of two sets, or about both together."""
    (a, (least, most)), (b, (other_least, other_most)) = one, other
    if a != b and a & b == b:
        yield a & ~b, max(0, least - other_most), most - other_least
    elif a < b and not a & b:
        yield a | b, least + other_least, most + other_most


def small_cells(facts, people, limit):
    """Return the sets of few reports' people of whom fewer than `limit` numbers are possible.

    `people` has the number of people of each report, by its bit.
    """
    found = {}
    for reports, (least, most) in subtract_everything(facts, limit).items():
        true = sum(number for bit, number in enumerate(people) if reports >> bit & 1)
        assert least <= true <= most, "what is shown is not true"
        if 0 < true < limit and most - least + 1 < limit:
            found[reports] = (least, most)
    return found
