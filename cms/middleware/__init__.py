"""Middleware for every request: language, compression, security policy, pages without images."""
