"""The programme as a whole, from villages and quizzes: dashboard, exports, API."""
