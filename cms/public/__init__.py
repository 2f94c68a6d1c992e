"""Public pages that are not Wagtail pages: sources, offline use, leaving quickly, the choice of images."""
