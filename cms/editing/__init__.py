"""Editing texts in the admin: forms, panels, lists, uploads, and what blocks publishing."""
