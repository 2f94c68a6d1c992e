"""Statistics of the answers to a quiz: reports, exports of answers, rounds that look odd."""
