"""Scheme: the rules in force, and what other numbers would change."""
