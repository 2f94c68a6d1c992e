"""The roster, sessions, the field app with its outbox, and how far the programme reaches."""
