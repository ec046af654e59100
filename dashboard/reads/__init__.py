"""One module per subject, one function per question the pages ask."""
