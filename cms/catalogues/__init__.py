"""Tools for the catalogues of interface texts in `locale/`; used in development only."""
