"""What keeps a file from being handed back byte by byte."""


class CannotAnnotateError(Exception):
    """A file is not taken apart here as it was read: it is to be written anew.

    It never leaves this package.
    """
