"""Log: who did what, searched and checked."""
