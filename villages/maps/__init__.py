"""Maps drawn by the server as SVG: provinces as tiles, villages as points."""
