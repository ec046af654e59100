"""The log: a chain of entries, and a witness that has seen how far it goes."""
