"""The one form of a session, its fields, and the search for personal data in free text."""

from villages.forms.session import SessionForm

__all__ = ["SessionForm"]
