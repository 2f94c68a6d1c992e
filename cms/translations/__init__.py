"""Translating: segments of a text, the state of each translation, side-by-side editing, PO files."""
