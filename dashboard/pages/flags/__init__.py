"""Flags: teams that may need help, and why."""
