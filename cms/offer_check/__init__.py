"""The check of a job offer: ten questions, their rules and their page; nothing is stored."""
