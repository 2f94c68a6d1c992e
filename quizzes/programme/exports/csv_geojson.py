"""CSV and GeoJSON row by row, so memory use does not grow with the number of rows."""

import csv
import json

from cms.editing.csv_safety import harmless

BOM = "\ufeff"


class Echo:
    """A file-like object that returns what is written to it."""

    def write(self, text):
        return text


def csv_lines(header, rows):
    """Yield the lines of a CSV file, with a byte order mark for Excel and no cell that runs as a formula."""
    writer = csv.writer(Echo())
    yield BOM + writer.writerow(header)
    for row in rows:
        yield writer.writerow([harmless(value) for value in row])


def geojson_chunks(features):
    """Yield the text of a FeatureCollection; `features` are (longitude, latitude, properties)."""
    yield '{"type": "FeatureCollection", "features": ['
    comma = ""
    for longitude, latitude, properties in features:
        point = {"type": "Point", "coordinates": [float(longitude), float(latitude)]}
        feature = {"type": "Feature", "geometry": point, "properties": properties}
        yield comma + json.dumps(feature, ensure_ascii=False)
        comma = ",\n"
    yield "]}"
