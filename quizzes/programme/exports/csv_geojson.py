"""Rows of a table as CSV or GeoJSON, written one by one: the memory needed does not grow with them."""

import csv
import json

from cms.editing.csv_safety import harmless

BOM = "\ufeff"


class Line:
    """Stands in for a file: gives back what is written."""

    def write(self, text):
        return text


def csv_lines(header, rows):
    """Yield the lines of a CSV file with its mark, texts made harmless."""
    writer = csv.writer(Line())
    yield BOM + writer.writerow(header)
    for row in rows:
        yield writer.writerow([harmless(value) for value in row])


def geojson_pieces(features):
    """Yield the text of a FeatureCollection; `features` are (longitude, latitude, properties)."""
    yield '{"type": "FeatureCollection", "features": ['
    comma = ""
    for longitude, latitude, properties in features:
        point = {"type": "Point", "coordinates": [float(longitude), float(latitude)]}
        feature = {"type": "Feature", "geometry": point, "properties": properties}
        yield comma + json.dumps(feature, ensure_ascii=False)
        comma = ",\n"
    yield "]}"
