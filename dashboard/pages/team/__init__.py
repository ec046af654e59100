"""Team: one team, its score, and why it is what it is."""
