from villages.forms.session import SessionForm

__all__ = ["SessionForm"]
