"""Roles, permissions and the sign-in to the admin."""
