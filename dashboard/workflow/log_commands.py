"""The commands `python -m dashboard log …`: sealing what is past its time, a new witness."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from dashboard.command_output import answer
from dashboard.errors import RefusedError
from dashboard.settings import Settings
from dashboard.storage.sealing import folder
from dashboard.storage.sealing import prune as seal_old_entries
from dashboard.storage.workspace import open_workspace

app = typer.Typer(help="The log: keeping it within its time.", no_args_is_help=True)

Actor = Annotated[str, typer.Option("--as", help="Who does it, for the log.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@app.command()
def prune(actor: Actor = "operator", as_json: AsJson = False) -> None:
    """Seal entries older than the log is kept into a file, and take them out of the table."""
    stores = open_workspace(Settings())
    months = stores.settings.log_months
    sealed = seal_old_entries(stores, actor, date.today())
    if sealed is None:
        answer(as_json, {"sealed": None}, f"No entry is older than {months} months.")
        return
    path = folder(stores) / sealed.file
    sentence = f"Sealed the entries {sealed.first} to {sealed.last} in {path}."
    answer(as_json, {"sealed": asdict(sealed) | {"path": str(path)}}, sentence)


@app.command()
def witness(
    reason: Annotated[str, typer.Option(help="Why there has to be a new one.")],
    actor: Actor = "operator",
    as_json: AsJson = False,
) -> None:
    """Begin a new witness after the old one was lost, or moved aside; the log says so."""
    if not reason.strip():
        raise RefusedError("A new witness wants a reason: it is kept in the log.")
    stores = open_workspace(Settings())
    path = stores.witness.path
    if path.exists():
        raise RefusedError(f"There is a witness: {path}. Move it aside first, and keep it.")
    stores.witness.begin_again()
    stores.records.note(actor, "witness", path.name, reason=reason)
    newest = stores.records.log.newest()
    number = 0 if newest is None else newest[0]
    answer(as_json, {"path": str(path), "number": number}, f"{path} begins at {number}.")
