"""Record: every version of one uploaded record."""
