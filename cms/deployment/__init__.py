"""Serving the site: the server, the checks at its start, static files."""
