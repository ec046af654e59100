"""What every request passes before a page hears of it."""
