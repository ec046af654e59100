"""One module per picture: words in, a data-free Altair chart out."""
