"""What the dashboard shows for one filter, ready for the template."""

from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.functional import cached_property

from quizzes.programme.dashboard import learning
from quizzes.programme.dashboard.dictionary import LEARNING
from quizzes.programme.exports.session_rows import topic_names
from villages.models import ImmigrationOffice, Province, Village
from villages.models.tallies import month_of
from villages.reach import indicators
from villages.reach.disclosure_control import ACROSS_OFFICES, is_small, protect
from villages.reach.filters import months_between
from villages.reach.queries import BASE, by_month, by_office, by_topic, protected, silent_offices, total_of


@dataclass
class Row:
    name: str
    key: object
    reach: object
    query: str  # the filter, in an address, whose rows are counted here


class Picture:
    def __init__(self, filters, offices):
        """`offices`: those the viewer may see; None: all, with small numbers hidden."""
        self.filters, self.whole_country = filters, offices is None
        everywhere = replace(filters, province="", office=None).query
        self.names = dict(ImmigrationOffice.objects.values_list("pk", "name"))
        self.provinces = dict(Province.objects.values_list("code", "name"))
        if self.whole_country:
            self.total, by_province, rows = protected(filters, ACROSS_OFFICES)
            self.by_province = [
                Row(self.provinces[code], code, row, f"{everywhere}&province={code}")
                for code, row in sorted(by_province.items())
            ]
            self.chosen = self.choose(by_province, rows)
        else:
            rows = by_office(filters)
            self.by_province, self.chosen = [], total_of(rows.values())
        self.by_office = [
            Row(self.names[office], office, row, f"{everywhere}&province={province}&office={office}")
            for (province, office), row in sorted(rows.items(), key=self.place_of)
            if filters.province in ("", province) and filters.office in (None, office)
        ]
        self.silent = list(silent_offices(offices=offices))
        self.knowledge = self.learned()
        self.is_invented = Village.objects.invented().exists()

    def place_of(self, item):
        """Sort rows of offices by province and name."""
        (province, office), _row = item
        return province, self.names[office]

    def learned(self):
        filters = self.filters
        if self.whole_country:
            return learning.chosen(filters, *learning.protected(filters, ACROSS_OFFICES))
        return learning.total_of(learning.by_office(filters).values())

    def choose(self, by_province, rows):
        filters = self.filters
        if filters.office:
            found = [
                row
                for (province, office), row in rows.items()
                if office == filters.office and filters.province in ("", province)
            ]
            chosen = total_of(found)
            chosen.hidden = frozenset().union(*(row.hidden for row in found))
            return chosen
        if filters.province:
            return by_province.get(filters.province) or total_of([])
        return self.total

    @property
    def indicators(self):
        return [(indicator, indicators.value(self.chosen, indicator.code)) for indicator in indicators.REACH]

    @property
    def lessons(self):
        """What was learned, as `indicators`."""
        values = learning.values(self.knowledge)
        return [(indicator, values[indicator.code]) for indicator in LEARNING]

    @cached_property
    def months(self):
        """Return [(month, sessions, participations or None)]; a month without any among them is zero."""
        found = dict(by_month(self.filters))
        if not found:
            return []
        last = max(*found, min(self.filters.last, month_of(timezone.localdate())))
        nobody = {"sessions": 0, BASE: 0}
        rows = [(month, found.get(month, nobody)) for month in months_between(min(found), last)]
        people = {month: counts[BASE] for month, counts in rows}
        limit = ACROSS_OFFICES if self.whole_country else 0
        hidden = protect(people, limit)
        nothing = BASE in self.chosen.hidden or hidden.total
        return [
            (month, counts["sessions"], None if nothing or month in hidden.hidden else counts[BASE])
            for month, counts in rows
        ]

    @property
    def topics(self):
        """Return [(slug, name, sessions, participations or None)]."""
        whole = self.chosen.shown(BASE)
        limit = ACROSS_OFFICES if self.whole_country else 0
        names = topic_names()
        return [
            (
                slug,
                names.get(slug, slug),
                counts["sessions"],
                None if whole is None or is_small(counts[BASE], limit, whole) else counts[BASE],
            )
            for slug, counts in by_topic(replace(self.filters, topic=""))
        ]
