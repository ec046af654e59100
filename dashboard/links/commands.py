"""The commands `python -m dashboard link …`: for whoever operates the server."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from dashboard.errors import RefusedError
from dashboard.links import opening
from dashboard.settings import Settings
from dashboard.storage.links import Link, Links
from dashboard.storage.workspace import open_workspace

app = typer.Typer(help="Shared links: what is open, and ending it.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@app.command("list")
def list_links(as_json: AsJson = False) -> None:
    """List every link, newest first, with its state and how often it was opened.

    By its name: its code, which --json alone has, opens it for whoever reads the screen.
    """
    moment = opening.moment()
    links = open_workspace(Settings()).records.links.all()
    if as_json:
        typer.echo(json.dumps([_described(link, moment) for link in links]))
        return
    for link in links:
        typer.echo(
            f"{link.name}  {link.state(moment):<8} {link.page:<10} {link.audience:<7} "
            f"{link.made_by}  ends {_day(link.expires_at)}  opened {link.opened_count}"
        )
    typer.echo(f"{len(links)} links, {_open_count(links, moment)} open.")


# One name in 64 begins with a dash and must not be taken for an option.
@app.command(context_settings={"ignore_unknown_options": True})
def revoke(
    code: Annotated[
        str, typer.Argument(help="Its name as `link list` shows it, or its whole code.")
    ],
    login: Annotated[str, typer.Option("--as", help="Who revokes.")] = "operator",
    as_json: AsJson = False,
) -> None:
    """End a link at once and for good."""
    links = open_workspace(Settings()).records.links
    link = links.revoke(_code_of(links, code), login, opening.moment())
    if as_json:
        typer.echo(json.dumps(_described(link, opening.moment())))
    else:
        typer.echo(f"The link {link.name} is revoked.")


def _code_of(links: Links, given: str) -> str:
    """Return the code of the link that a code or a name stands for.

    Raises:
        RefusedError: the name is that of several links.
    """
    named = [link.code for link in links.all() if link.name == given]
    if len(named) > 1:
        raise RefusedError(
            f"{len(named)} links are called '{given}'. Give the whole code, which is the end "
            "of the link's address."
        )
    # What is no name may be a code; whether there is such a link is said by who ends it.
    return named[0] if named else given


def _described(link: Link, moment: float) -> dict[str, object]:
    hidden = ("query", "revoked_at", "opened_at", "expires_at")
    named = {key: value for key, value in asdict(link).items() if key not in hidden}
    moments = {"expires_at": link.expires_at, "opened_at": link.opened_at}
    return {
        "name": link.name,
        **named,
        "state": link.state(moment),
        **{key: None if at is None else _moment(at) for key, at in moments.items()},
    }


def _open_count(links: list[Link], moment: float) -> int:
    return sum(link.state(moment) == "open" for link in links)


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def _day(at: float) -> str:
    return _moment(at)[:10]
