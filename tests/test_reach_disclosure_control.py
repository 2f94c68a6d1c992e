"""A reader who knows the rules tries to work out what is hidden, exactly, from all that is shown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from villages.reach import indicators, queries
from villages.reach.disclosure_control import (
    OWN_OFFICE,
    PUBLIC,
    interval,
    protect,
    protect_columns,
    protect_tree,
)


def test_small_numbers_are_hidden_and_a_zero_is_shown():
    found = protect({"a": 9, "b": 10, "c": 0, "d": 1, "e": 30}, PUBLIC)
    assert found.hidden >= {"a", "d"}
    assert "c" not in found.hidden


def test_a_single_small_number_takes_the_next_larger_with_it():
    assert protect({"a": 3, "b": 12, "c": 40}, PUBLIC).hidden == {"a", "b"}


def test_two_ones_are_not_enough_when_their_sum_is_two():
    assert protect({"a": 1, "b": 1, "c": 30, "d": 40}, PUBLIC).hidden == {"a", "b", "c"}


def test_the_total_is_hidden_when_nothing_else_can_protect():
    found = protect({"a": 3, "b": 0}, PUBLIC)
    assert found.hidden == {"a"}
    assert found.total


def test_almost_everybody_tells_about_the_few_others():
    rows = {"a": {"people": 100, "women": 97}, "b": {"people": 90, "women": 40}}
    found = protect_columns(rows, "people", ["women"], PUBLIC)
    assert "a" in found["women"].hidden
    assert not found["people"].hidden


def test_a_hidden_province_hides_all_its_offices():
    groups = {
        "33": {"x": {"people": 4}, "y": {"people": 3}},
        "73": {"z": {"people": 50}},
        "51": {"w": {"people": 80}},
    }
    outside, inside = protect_tree(groups, "people", [], PUBLIC)
    assert outside["people"].hidden == {"33", "73"}
    assert inside["33"]["people"].hidden == {"x", "y"}
    assert inside["73"]["people"].hidden == {"z"}
    assert not inside["51"]["people"].hidden


def test_an_office_sees_its_own_numbers_whole():
    assert protect({"a": 1, "b": 0}, OWN_OFFICE) == protect({}, OWN_OFFICE)


def test_the_interval_counts_what_a_reader_knows():
    assert interval("a", {"a": 3, "b": 12}, {}) == (1, 14)
    assert interval("a", {"a": 3, "b": 12}, {"a": 10, "b": 13}) == (2, 10)


LIMIT = 3
MOST = 50  # the largest sum the reader thinks of; hidden numbers without another bound end there
SPAN = 2 * MOST
row = st.integers(0, 5).flatmap(
    lambda people: st.fixed_dictionaries({"people": st.just(people), "women": st.integers(0, people)})
)
table = st.dictionaries(st.sampled_from("abc"), row, min_size=1)
tree = st.dictionaries(st.sampled_from("PQR"), table, min_size=1)

# A set of (people, women) is an integer with the bits people * SPAN + women.


def bits(pairs):
    return sum({1 << (people * SPAN + women) for people, women in pairs})


def members(domain):
    return [divmod(bit, SPAN) for bit in range(domain.bit_length()) if domain >> bit & 1]


def guesses(value, hidden, least):
    return range(least, MOST) if hidden else (value,)


def pairs(row, people_hidden, women_hidden, least=(1, 1)):
    """All (people, women) a row may be for the reader: women are some of the people."""
    return bits(
        (people, women)
        for people in guesses(row["people"], people_hidden, least[0])
        for women in guesses(row["women"], women_hidden, least[1])
        if women <= people
    )


def sums(domains):
    total, below_most = bits([(0, 0)]), (1 << MOST * SPAN) - 1
    for domain in domains:
        shifted = 0
        for people, women in members(domain):
            shifted |= total << (people * SPAN + women)
        total = shifted & below_most
    return total


def narrowed(domains, allowed):
    """Narrow each domain to what some choice of the others completes to an allowed sum."""
    result = []
    for index, domain in enumerate(domains):
        rest = sums(domains[:index] + domains[index + 1 :])
        fits = [(a, b) for a, b in members(domain) if allowed & (rest << (a * SPAN + b))]
        result.append(bits(fits))
    return result


def worked_out(domain, axis):
    """Return True if the reader knows a number too well."""
    return len({pair[axis] for pair in members(domain)}) < LIMIT


def domains_of(rows, found):
    """What the reader may think of each row; zeros are shown unless nothing of the column is."""
    columns = [found["people"], found["women"]]
    least = [0 if column.total and column.hidden == set(rows) else 1 for column in columns]
    return [pairs(row, *(key in column.hidden for column in columns), least) for key, row in rows.items()]


def total_pairs(rows, found):
    whole = {name: sum(row[name] for row in rows.values()) for name in ("people", "women")}
    return pairs(whole, found["people"].total, found["women"].total, least=(0, 0))


def assert_nothing_is_worked_out(rows, found, domains):
    for (key, _), domain in zip(rows.items(), domains, strict=True):
        for axis, name in enumerate(("people", "women")):
            if rows[key][name] and key in found[name].hidden:  # a zero is nobody
                assert not worked_out(domain, axis), (key, name, rows, found)


@settings(max_examples=60, deadline=None)
@given(table)
def test_no_hidden_cell_of_a_table_can_be_worked_out(rows):
    found = protect_columns(rows, "people", ["women"], LIMIT)
    for key, row in rows.items():
        assert not 0 < row["people"] < LIMIT or key in found["people"].hidden
        assert not 0 < row["women"] < LIMIT or key in found["women"].hidden
    domains = domains_of(rows, found)
    domains = narrowed(domains, total_pairs(rows, found) & sums(domains))
    assert_nothing_is_worked_out(rows, found, domains)


@settings(max_examples=20, deadline=None)
@given(tree)
def test_no_hidden_cell_can_be_worked_out_from_offices_provinces_and_the_whole(groups):
    outside, inside = protect_tree(groups, "people", ["women"], LIMIT)
    totals = {
        group: {name: sum(row[name] for row in rows.values()) for name in ("people", "women")}
        for group, rows in groups.items()
    }
    inner = {group: domains_of(rows, inside[group]) for group, rows in groups.items()}
    outer = [
        domain & sums(inner[group]) for group, domain in zip(totals, domains_of(totals, outside), strict=True)
    ]
    outer = narrowed(outer, total_pairs(totals, outside) & sums(outer))
    assert_nothing_is_worked_out(totals, outside, outer)
    for (group, rows), allowed in zip(groups.items(), outer, strict=True):
        assert_nothing_is_worked_out(rows, inside[group], narrowed(inner[group], allowed))


def test_every_indicator_that_promises_to_be_hidden_is_protected():
    promised = {found.code for found in indicators.REACH if found.suppression is indicators.PEOPLE}
    assert promised == {queries.BASE, "referrals", *queries.PEOPLE}
