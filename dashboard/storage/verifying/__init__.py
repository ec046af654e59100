"""Verifying that nothing stored was altered."""
