"""Three stores: the archive of files, the records of acts, the built databases."""
