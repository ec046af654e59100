"""From the bytes of a file to its header and records, whatever program wrote it."""
