"""Petitions and audit: rates with what chance leaves possible, clocks, findings."""
