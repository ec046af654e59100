"""How figures, records and states are said: numbers, sentences, marks, small tables."""
