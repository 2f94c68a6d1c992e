"""How far the programme reaches: filters, indicators, sums, and which small numbers are hidden."""
