"""What stands around every page: the bar, the menu, who looks, what is shared, refusals."""
