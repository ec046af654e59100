"""Method: how scores come about, and how sure they are."""
