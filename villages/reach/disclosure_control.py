"""Which numbers about a few people are not shown, as pure functions.

A number from 1 to `limit` - 1 is hidden (primary suppression). So that nobody finds it by subtraction,
further numbers are hidden (complementary suppression) until every hidden one could be any of at least
`limit` values, given all that is shown: the other cells, the totals, that a zero is shown wherever a total
is, and that a part is not larger than its whole.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Generic, TypeVar

PUBLIC = 10  # public pages and exports for partners
ACROSS_OFFICES = 5  # internal views that compare offices
OWN_OFFICE = 0  # an office looking at its own numbers

Key = TypeVar("Key", bound=Hashable)  # of a cell or row, such as an office
Group = TypeVar("Group", bound=Hashable)  # of rows, such as a province


@dataclass(frozen=True)
class Protected(Generic[Key]):
    """`hidden` has the keys of cells not shown; `total` is True if the total is not shown either."""

    hidden: frozenset[Key] = frozenset()
    total: bool = False
    uppers: dict[Key, float] = field(default_factory=dict, compare=False)  # the most a hidden cell may be


def is_small(value: int, limit: int, whole: int | None = None) -> bool:
    """Return True if `value` people, or the rest of the `whole`, are few enough to be recognised."""
    rest = 0 if whole is None else whole - value
    return 0 < value < limit or 0 < rest < limit


def protect(
    cells: Mapping[Key, int],
    limit: int,
    wholes: Mapping[Key, int] | None = None,
    forced: Collection[Key] = (),
    uppers: Mapping[Key, float] | None = None,
) -> Protected[Key]:
    """Choose what to hide of `cells` {key: people}, whose total is shown as well.

    `wholes` {key: people} are numbers shown elsewhere of which the cells are parts; `uppers` the most a cell
    may be where its whole is hidden; `forced` keys are hidden anyway.
    """
    wholes = wholes or {}
    most: dict[Key, float] = {**wholes, **(uppers or {})}
    hidden = {
        key
        for key, value in cells.items()
        if value and (key in forced or is_small(value, limit, wholes.get(key)))
    }
    others = sorted(
        (key for key, value in cells.items() if value and key not in hidden), key=cells.__getitem__
    )
    while hidden and not are_safe({key: cells[key] for key in hidden}, limit, most):
        if not others:
            return Protected(frozenset(hidden), total=True)
        hidden.add(others.pop(0))
    hidden_cells = {key: cells[key] for key in hidden}
    found = {key: interval(key, hidden_cells, most)[1] for key in hidden}
    return Protected(frozenset(hidden), total=0 < sum(cells.values()) < limit, uppers=found)


def are_safe(hidden: Mapping[Key, int], limit: int, uppers: Mapping[Key, float]) -> bool:
    return all(width(interval(key, hidden, uppers)) >= limit for key in hidden)


def interval(key: Key, hidden: Mapping[Key, int], uppers: Mapping[Key, float]) -> tuple[float, float]:
    """Return the least and most that cell `key` may be for a reader who knows the sum of `hidden`."""
    known, others = sum(hidden.values()), [other for other in hidden if other != key]
    least = max(1, known - sum(uppers.get(other, inf) for other in others))
    return least, min(uppers.get(key, inf), known - len(others))


def width(ends: tuple[float, float]) -> float:
    return ends[1] - ends[0] + 1


def protect_columns(
    rows: Mapping[Key, Mapping[str, int]],
    base: str,
    parts: Sequence[str],
    limit: int,
    forced: Mapping[str, frozenset[Key]] | None = None,
) -> dict[str, Protected[Key]]:
    """Protect a table `rows` {key: {column: people}}: `parts` are columns that count some of `base`.

    `forced` {column: keys} are hidden anyway. Returns {column: Protected}. A row whose base is hidden shows
    none of its parts.
    """
    forced = forced or {}
    whole = protect(column(rows, base), limit, forced=forced.get(base, frozenset()))
    shown = {key: row[base] for key, row in rows.items() if key not in whole.hidden}
    everybody = None if whole.total else sum(column(rows, base).values())
    result = {base: whole}
    for part in parts:
        cells = column(rows, part)
        to_hide = whole.hidden | forced.get(part, frozenset())
        found = protect(cells, limit, wholes=shown, forced=to_hide, uppers=whole.uppers)
        total_is_small = is_small(sum(cells.values()), limit, everybody)
        result[part] = hide_total(cells, found) if whole.total or total_is_small else found
    return result


def protect_tree(
    groups: Mapping[Group, Mapping[Key, Mapping[str, int]]], base: str, parts: Sequence[str], limit: int
) -> tuple[dict[str, Protected[Group]], dict[Group, dict[str, Protected[Key]]]]:
    """Protect rows in groups (offices in provinces) whose group totals and grand total are shown as well.

    `groups` is {group: {key: {column: people}}}. Returns (of groups, {group: of its rows}), each
    {column: Protected}. What is hidden in a group does not depend on whether other groups are shown.
    """
    columns = (base, *parts)
    totals = {
        group: {name: sum(column(rows, name).values()) for name in columns} for group, rows in groups.items()
    }
    inside = {group: protect_columns(rows, base, parts, limit) for group, rows in groups.items()}
    forced = {name: frozenset(group for group in groups if inside[group][name].total) for name in columns}
    outside = protect_columns(totals, base, parts, limit, forced)
    for group, rows in groups.items():
        for name in columns:
            if group in outside[name].hidden:
                inside[group][name] = hide_all(column(rows, name))
    return outside, inside


def hide_total(cells: Mapping[Key, int], found: Protected[Key]) -> Protected[Key]:
    """Hide the total too, and every cell where none was hidden: otherwise the total is their sum."""
    return Protected(found.hidden, total=True, uppers=found.uppers) if found.hidden else hide_all(cells)


def hide_all(cells: Mapping[Key, int]) -> Protected[Key]:
    """Hide zeros too: the number of cells that are not zero is the least that their total may be."""
    return Protected(frozenset(cells), total=True)


def column(rows: Mapping[Key, Mapping[str, int]], name: str) -> dict[Key, int]:
    return {key: row[name] for key, row in rows.items()}


def protect_inside(
    groups: Mapping[Group, Mapping[Key, int]], limit: int, hidden_groups: Collection[Group]
) -> set[Key]:
    """Return the keys of cells not shown in `groups` {group: {key: people}} whose totals are shown elsewhere.

    Where the total is hidden, or would have to be, all cells of the group are hidden, even zeros.
    """
    hidden: set[Key] = set()
    for group, cells in groups.items():
        found = protect(cells, limit)
        hidden |= set(cells) if group in hidden_groups or found.total else found.hidden
    return hidden
