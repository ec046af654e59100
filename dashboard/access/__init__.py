"""Rights: who may do what, within which trees of teams. Pure.

Nothing is allowed unless a grant allows it, and nothing here asks a database: whoever
calls says who is looking, what was granted, and how the teams lie in each other.
"""
