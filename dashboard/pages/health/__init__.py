"""Data quality: what came, what is missing, what chance can explain."""
