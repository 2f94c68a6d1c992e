"""The check of a pasted message: rules as data, and an engine that runs here and on the phone alike."""
