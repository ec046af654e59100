"""A folder per page, the frame around them, and the visit that gives them their data."""
