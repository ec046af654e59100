"""Disclosure: the way of a month to the public."""
