"""Tasks: the ledger of what was assigned, due and done."""
