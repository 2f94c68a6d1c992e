"""Statistics of quiz results, as Moodle's quiz statistics report defines them; pure functions, no database.

Source of the formulas: https://docs.moodle.org/dev/Quiz_statistics_calculations. Sample statistics throughout
(n - 1), never clamped: the internal consistency may be negative and the error ratio above 100. What the data
do not define is None.
"""

from quizzes.statistics.intervals import wilson_interval
from quizzes.statistics.items import ItemAnalysis, ItemStatistics, QuizStatistics, item_analysis
from quizzes.statistics.paired import (
    ANSWER_STATES,
    Gain,
    Transitions,
    mcnemar_exact,
    normalised_gain,
    paired_gain,
    paired_gain_of_sums,
    transitions,
)

__all__ = [
    "ANSWER_STATES",
    "Gain",
    "ItemAnalysis",
    "ItemStatistics",
    "QuizStatistics",
    "Transitions",
    "item_analysis",
    "mcnemar_exact",
    "normalised_gain",
    "paired_gain",
    "paired_gain_of_sums",
    "transitions",
    "wilson_interval",
]
