"""All numbers of the dashboard for one filter, ready for the template."""

from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.functional import cached_property

from quizzes.programme.dashboard import learning
from quizzes.programme.dashboard.dictionary import LEARNING_INDICATORS
from quizzes.programme.exports.session_rows import indonesian_topic_names
from villages.models import ImmigrationOffice, Province, Village
from villages.models.tallies import month_of
from villages.reach import indicators
from villages.reach.disclosure_control import ACROSS_OFFICES, OWN_OFFICE, is_small, protect
from villages.reach.filters import months_between
from villages.reach.queries import (
    BASE,
    Reach,
    protected_reach,
    reach_by_month,
    reach_by_office,
    reach_by_topic,
    silent_offices,
    total_reach,
)


@dataclass
class ReachRow:
    name: str
    key: object
    reach: Reach
    query: str  # the query string that filters for the sessions counted here


class ProgrammeSummary:
    def __init__(self, filters, offices):
        """`offices`: those the viewer may see; None means all, with small numbers hidden."""
        self.filters, self.whole_country = filters, offices is None
        self.limit = ACROSS_OFFICES if self.whole_country else OWN_OFFICE
        self.office_names = dict(ImmigrationOffice.objects.values_list("pk", "name"))
        self.provinces = dict(Province.objects.values_list("code", "name"))
        if self.whole_country:
            self.total, by_province, offices_reach = protected_reach(filters, self.limit)
            self.by_province = self.province_rows(by_province)
            self.reach = self.select_reach(by_province, offices_reach)
        else:
            offices_reach = reach_by_office(filters)
            self.by_province, self.reach = [], total_reach(offices_reach.values())
        self.by_office = self.office_rows(offices_reach)
        self.silent_offices = list(silent_offices(offices=offices))
        self.knowledge = self.select_knowledge()
        self.is_invented = Village.objects.invented().exists()

    @property
    def query_everywhere(self):
        return replace(self.filters, province="", office=None).query

    def province_rows(self, by_province):
        return [
            ReachRow(self.provinces[code], code, reach, f"{self.query_everywhere}&province={code}")
            for code, reach in sorted(by_province.items())
        ]

    def office_rows(self, by_office):
        """Return the rows of the offices in the filter, sorted by province and name."""
        query, filters = self.query_everywhere, self.filters
        return [
            ReachRow(self.office_names[office], office, reach, f"{query}&province={province}&office={office}")
            for (province, office), reach in sorted(by_office.items(), key=self.province_and_name)
            if filters.province in ("", province) and filters.office in (None, office)
        ]

    def province_and_name(self, item):
        (province, office), _reach = item
        return province, self.office_names[office]

    def select_knowledge(self):
        filters = self.filters
        if self.whole_country:
            return learning.select_learning(filters, *learning.protected_learning(filters, self.limit))
        return learning.total_learning(learning.learning_by_office(filters).values())

    def select_reach(self, by_province, by_office):
        """Return the `Reach` of the place in the filter."""
        filters = self.filters
        if filters.office:
            rows = [
                reach
                for (province, office), reach in by_office.items()
                if office == filters.office and filters.province in ("", province)
            ]
            total = total_reach(rows)
            total.hidden = frozenset().union(*(reach.hidden for reach in rows))
            return total
        if filters.province:
            return by_province.get(filters.province) or Reach()
        return self.total

    @property
    def reach_indicators(self):
        """Return [(indicator, value)]."""
        return [(indicator, indicators.value(self.reach, indicator.code)) for indicator in indicators.REACH]

    @property
    def learning_indicators(self):
        """Return [(indicator, value)]."""
        values = learning.learning_values(self.knowledge)
        return [(indicator, values[indicator.code]) for indicator in LEARNING_INDICATORS]

    @cached_property
    def months(self):
        """Return [(month, sessions, participations or None)], with zeros for months without sessions."""
        found = dict(reach_by_month(self.filters))
        if not found:
            return []
        last = max(*found, min(self.filters.last, month_of(timezone.localdate())))
        zeros = {"sessions": 0, BASE: 0}
        rows = [(month, found.get(month, zeros)) for month in months_between(min(found), last)]
        hidden = protect({month: counts[BASE] for month, counts in rows}, self.limit)
        all_hidden = BASE in self.reach.hidden or hidden.total
        return [
            (month, counts["sessions"], None if all_hidden or month in hidden.hidden else counts[BASE])
            for month, counts in rows
        ]

    @property
    def topics(self):
        """Return [(slug, name, sessions, participations or None)]."""
        names = indonesian_topic_names()
        return [
            (slug, names.get(slug, slug), counts["sessions"], self.shown_participations(counts[BASE]))
            for slug, counts in reach_by_topic(replace(self.filters, topic=""))
        ]

    def shown_participations(self, number):
        """Return `number`, a part of all participations, or None where it is hidden."""
        whole = self.reach.shown(BASE)
        return None if whole is None or is_small(number, self.limit, whole) else number
