"""What a clerk is handed: files to fill in, and their own file with what is wrong in it."""
