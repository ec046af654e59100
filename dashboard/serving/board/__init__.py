"""The public board: disclosed tables, for anyone."""
