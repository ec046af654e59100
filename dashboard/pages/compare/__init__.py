"""Compare: like teams beside each other."""
