PASSWORD = "jalur-aman-2026"
