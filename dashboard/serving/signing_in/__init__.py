"""Signing in: by password, by an identity provider, through a trusted proxy."""
