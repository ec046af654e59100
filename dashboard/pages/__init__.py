"""One module per page, and the visit that gives pages their data."""
