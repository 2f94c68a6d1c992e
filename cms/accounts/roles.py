"""The roles: names of groups. What each may do in Wagtail is in `role_setup`."""

EDUCATOR = "educator"
REVIEWER = "reviewer"
ANALYST = "analyst"
EDITOR = "editor"
TRANSLATOR = "translator"
ALL = (EDUCATOR, REVIEWER, ANALYST, EDITOR, TRANSLATOR)
