"""When a village is due for its next visit: any session that was reported and is not void is a visit."""

from datetime import timedelta

# Without a yearly target; the indicator "overdue" of the dashboard counts from the same number of days.
OVERDUE = timedelta(days=180)


class VisitDays:
    """For a class with `name`, `last_visit` (a date or None), `yearly_target` and `zone`."""

    @property
    def days_since_visit(self):
        """Days since the last visit on the village's calendar, None if there was none."""
        return None if self.last_visit is None else (self.zone.today() - self.last_visit).days

    @property
    def next_due(self):
        """The day of the next visit by the yearly target, else None."""
        if not self.yearly_target or not self.last_visit:
            return None
        return self.last_visit + timedelta(days=365 // self.yearly_target)

    @property
    def is_overdue(self):
        if self.last_visit is None:
            return True
        return (self.next_due or self.last_visit + OVERDUE) < self.zone.today()

    @property
    def visit_order(self):
        """Sorts the overdue first, then by days since the last visit; never is the longest."""
        days = self.days_since_visit
        return not self.is_overdue, days is not None, -(days or 0), self.name
