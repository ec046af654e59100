"""Files that leave the server, within the rights of who fetches them."""
