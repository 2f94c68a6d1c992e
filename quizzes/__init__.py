"""Quizzes, rounds and their statistics, and what needs both villages and quizzes."""
