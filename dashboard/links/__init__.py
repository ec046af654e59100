"""Shared links: a view that was sent, and what it holds its readers to.

A link carries choices, never rights. What its reader sees lies within what was sent and
within what the reader may see.
"""
