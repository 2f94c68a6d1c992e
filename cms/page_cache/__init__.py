"""The page cache in front of Django, and the content version that empties it."""
