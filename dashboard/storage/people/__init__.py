"""People in the records: accounts, grants, sessions, tries to sign in."""
