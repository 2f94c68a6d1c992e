"""Public pages that are not Wagtail pages: sources, offline use, the choice of images."""
