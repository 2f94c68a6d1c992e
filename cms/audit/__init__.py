"""The audit log: what is recorded, how the database protects it, and the page of administrators."""
