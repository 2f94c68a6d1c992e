"""Writing a quiz in the admin: form, validation, preview, comparison of versions."""
