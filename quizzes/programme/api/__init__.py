"""The read-only JSON API for other systems, with a key for each account."""
