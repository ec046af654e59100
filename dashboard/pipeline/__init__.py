"""From accepted rows to a published version: runs the files of queries/."""
