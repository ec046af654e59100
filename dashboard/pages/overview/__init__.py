"""Overview: how the teams do this month, in two minutes."""
