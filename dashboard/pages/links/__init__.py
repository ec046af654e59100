"""Links: the views somebody sent."""
