"""People: who holds which right, given and taken back."""
