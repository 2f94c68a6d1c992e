"""The dashboard: its numbers, their dictionary, and the rows behind each number."""
