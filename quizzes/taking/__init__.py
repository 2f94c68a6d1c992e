"""Taking a quiz, alone or in a round, page by page or offline; every answer is stored once."""
