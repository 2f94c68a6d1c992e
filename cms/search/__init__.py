"""Search over the published texts, despite spelling mistakes."""
