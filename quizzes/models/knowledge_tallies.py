"""What people knew before and after, in sums that add up over months, places and quizzes.

Written with each answer, so that no page adds up attempts. A pair is an after-attempt of which the attempt
before is known (`Attempt.objects.paired()`); it counts in the month and place of the later one.
"""

from collections import Counter, defaultdict

from django.db import connection, models
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from quizzes.models.quizzes import Quiz
from villages.models import ImmigrationOffice, Village
from villages.models.tallies import add_sums

# A share of up to ten questions is a whole number of these parts: sums are exact and can be taken back.
PARTS_OF_ONE = 2520
SUMS = (
    *("people_before", "right_before", "scored_before"),
    *("people_after", "right_after", "scored_after"),
    *("pairs", "change", "change_squares"),
)
PLACE = ("edition__quiz", TruncMonth("date"), "round__office", "round__village__regency", "round__village")
SCORES = ("before__right", "before__scored", "right", "scored")


class KnowledgeTallyQuerySet(models.QuerySet):
    def add_knowledge(self, found, sign=1):
        """Add {key: {sum: number}} (`sign=-1` takes it out), inside the caller's transaction."""
        rows = [
            dict(zip(KNOWLEDGE_KEY, key, strict=True))
            | {name: sign * number for name, number in sums.items()}
            for key, sums in sorted(found.items())
        ]
        add_sums(KnowledgeTally, rows)

    def sum_by_village(self):
        """Yield (province, office, {sum: number}), with the sums over villages of `VILLAGE_SUMS`.

        The database adds them up, so that the number of villages costs a page nothing. A village that has
        changed its office in the period counts once for each.
        """
        sums = {name: Sum(name) for name in SUMS}
        villages = self.values("province", "office", "village").annotate(**sums).order_by()
        columns = {name: f"SUM({name})" for name in SUMS} | VILLAGE_SUMS
        query, parameters = villages.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT province, office, {', '.join(columns.values())}"  # noqa: S608 names of our own
                f" FROM ({query}) AS villages GROUP BY province, office",
                parameters,
            )
            for province, office, *numbers in cursor.fetchall():
                yield province, office, dict(zip(columns, map(plain, numbers), strict=True))


def plain(number):
    """Return a `Decimal`, which PostgreSQL makes of large sums, as a whole number."""
    return number if isinstance(number, float) else int(number)


def sums_over_villages(kind, n, total):
    """Return {name: SQL} of the sums that `ClusterSums` needs of the columns `n` and `total` of a village."""
    return {
        f"{kind}_villages": f"SUM(CASE WHEN {n} > 0 THEN 1 ELSE 0 END)",
        f"{kind}_n_squares": f"SUM({n} * {n})",
        f"{kind}_squares": f"SUM({total} * {total})",
        f"{kind}_products": f"SUM({n} * {total})",
        f"{kind}_mean_squares": f"SUM(CASE WHEN {n} > 0 THEN 1e0 * {total} * {total} / {n} ELSE 0e0 END)",
    }


VILLAGE_SUMS = (
    sums_over_villages("before", "scored_before", "right_before")
    | sums_over_villages("after", "scored_after", "right_after")
    | sums_over_villages("pairs", "pairs", "change")
)


class KnowledgeTally(models.Model):
    """One quiz in one village, office and month. `right` and `scored` count answers to scored questions.

    `change` is the sum of what each pair gained, in units of 1 / `PARTS_OF_ONE`; `change_squares` that of the
    squares.
    """

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="+")
    month = models.DateField()  # its first day
    office = models.ForeignKey(ImmigrationOffice, models.CASCADE, related_name="+")
    province = models.CharField(max_length=2)
    village = models.ForeignKey(Village, models.CASCADE, related_name="+", db_index=False)
    people_before = models.IntegerField(default=0)
    right_before = models.IntegerField(default=0)
    scored_before = models.IntegerField(default=0)
    people_after = models.IntegerField(default=0)
    right_after = models.IntegerField(default=0)
    scored_after = models.IntegerField(default=0)
    pairs = models.IntegerField(default=0)
    change = models.BigIntegerField(default=0)
    change_squares = models.BigIntegerField(default=0)

    objects = KnowledgeTallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "quiz", "office", "province", "village"], name="knowledge_tally_once"
            ),
        ]


KNOWLEDGE_KEY = ("quiz_id", "month", "office_id", "province", "village_id")


def knowledge_key(quiz, month, office, regency, village):
    return quiz, month, office, regency[:2], village


def knowledge_sums(attempts):
    """Return {key: Counter} of people, right and scored answers of `attempts` before and after a session."""
    found = defaultdict(Counter)
    rows = attempts.filter(round__isnull=False).values_list(*PLACE, "phase")
    for *place, phase, people, right, scored in rows.annotate(
        Count("pk"), Sum("right"), Sum("scored")
    ).order_by():
        found[knowledge_key(*place)].update(
            {f"people_{phase}": people, f"right_{phase}": right, f"scored_{phase}": scored}
        )
    return found


def pair_changes(pairs):
    """Return {key: Counter} of what the people of paired attempts gained."""
    found = defaultdict(Counter)
    rows = pairs.filter(scored__gt=0, before__scored__gt=0).values_list(*PLACE, *SCORES)
    for *row, number in rows.annotate(Count("pk")).order_by():
        gained = gain_of_pair(*row[len(PLACE) :])
        found[knowledge_key(*row[: len(PLACE)])].update(
            {"pairs": number, "change": number * gained, "change_squares": number * gained**2}
        )
    return found


def merge_sums(*parts):
    """Return the sum of some {key: {sum: number}}."""
    found = defaultdict(Counter)
    for part in parts:
        for key, sums in part.items():
            found[key].update(sums)
    return found


def gain_of_pair(right_before, scored_before, right, scored):
    return PARTS_OF_ONE * right // scored - PARTS_OF_ONE * right_before // scored_before
