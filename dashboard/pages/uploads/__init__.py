"""Uploads: a file from the clerk to the scores, and back when it was wrong."""
