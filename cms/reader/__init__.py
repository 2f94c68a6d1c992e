"""Views for readers that are not Wagtail pages: a job offer checked, search, what is kept on the phone."""
