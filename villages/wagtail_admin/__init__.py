"""The admin of offices and villages: roster, session review, accounts, import, printouts."""
