"""What the running site is made of, for people who have to know: a bill of materials, and known weaknesses.

For development and operation; no page imports it.
"""
