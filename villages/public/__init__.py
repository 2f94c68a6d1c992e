"""The villages of the programme for everybody, in numbers that identify nobody."""
