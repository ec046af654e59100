"""The command line: `python -m dashboard COMMAND`.

Returns 0 on success, 2 when what the caller gave is refused, 1 on a fault of ours. With
`--json` one document goes to stdout and nothing else; messages go to stderr.
"""

from __future__ import annotations

import sys

import typer

from dashboard.command_line import app
from dashboard.errors import DashboardError, RefusedError


def main() -> None:
    """Run a command; errors of the family become sentences and exit codes."""
    try:
        app()
    except DashboardError as error:
        typer.echo(str(error), err=True)
        sys.exit(2 if isinstance(error, RefusedError) else 1)


if __name__ == "__main__":
    main()
