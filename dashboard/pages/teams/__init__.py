"""Teams: every team of a view, ranked."""
