"""Files for offices and partners: CSV, XLSX and GeoJSON, streamed or prepared in the background."""
