"""What the server does around Streamlit: doors, signing in, shared links, files, headers."""
