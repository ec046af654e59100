"""From records to canonical rows, and every problem of them."""
