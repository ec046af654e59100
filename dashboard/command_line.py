"""The commands of `python -m dashboard`; what each prints is part of the interface."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dashboard.bench.commands import app as bench
from dashboard.command_output import answer
from dashboard.errors import RefusedError
from dashboard.identity.commands import app as user
from dashboard.links.commands import app as link
from dashboard.settings import Settings
from dashboard.storage.uploads import Upload
from dashboard.storage.workspace import Workspace, open_workspace
from dashboard.workflow.log_commands import app as log

app = typer.Typer(
    help="Two Cards: uploads, builds, exports and checks from the command line.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(bench, name="bench")
app.add_typer(user, name="user")
app.add_typer(link, name="link")
app.add_typer(log, name="log")

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


class Format(StrEnum):
    """Formats of an export."""

    csv = "csv"
    parquet = "parquet"
    xlsx = "xlsx"
    json = "json"


@app.command()
def sample(
    out: Annotated[Path, typer.Option(help="Folder to write into.")],
    teams: Annotated[int, typer.Option(help="Teams of the city.")] = 120,
    months: Annotated[int, typer.Option(help="Months of history.")] = 24,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 1,
    end: Annotated[str | None, typer.Option(help="Last month, YYYY-MM.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write the nine canonical CSVs of a synthetic city, and truth.csv."""
    from dashboard.sample.city import write_city

    last = None if end is None else month_of(end)
    rows = write_city(out, teams=teams, months=months, seed=seed, end=last)
    answer(as_json, {"folder": str(out), "rows": rows}, f"Wrote {len(rows)} files to {out}.")


@app.command()
def ingest(
    kind: Annotated[str, typer.Argument(help="Kind of upload, such as tasks.")],
    file: Annotated[Path, typer.Argument(help="CSV or XLSX file.")],
    login: Annotated[str, typer.Option("--as", help="Who uploads.")] = "operator",
    encoding: Annotated[str | None, typer.Option(help="Encoding of the file.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.")] = None,
    mode: Annotated[
        str, typer.Option(help="upsert by key, or replace-months the file covers.")
    ] = "upsert",
    allow_partial: Annotated[
        bool, typer.Option("--allow-partial", help="Store good rows, leave out the others.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, store nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check one upload and store it; by default any problem refuses the whole file."""
    from dashboard.ingest.receiving import receive
    from dashboard.text import catalogue

    if not file.is_file():
        raise RefusedError(f"There is no file {file}.")
    receipt = receive(
        workspace(),
        kind,
        file.read_bytes(),
        file.name,
        encoding=encoding,
        sheet=sheet,
        mode=mode,
        allow_partial=allow_partial,
        actor=login,
        dry_run=dry_run,
    )
    document = receipt.to_json(catalogue("en"))
    summary = (
        f"{receipt.accepted} of {receipt.rows} rows accepted: {receipt.new} new, "
        f"{receipt.changed} changed, {receipt.same} same, {receipt.removed} removed."
    )
    sentences = [told["message"] for told in (*document["problems"], *document["notices"])]
    answer(as_json, document, "\n".join([*sentences, summary]))
    if receipt.problems and not receipt.accepted:
        raise typer.Exit(2)


@app.command()
def undo(
    upload_id: Annotated[str, typer.Argument(help="Upload, such as U000012.")],
    reason: Annotated[str, typer.Option(help="Why it is undone.")],
    login: Annotated[str, typer.Option("--as", help="Who undoes it.")] = "operator",
    as_json: AsJson = False,
) -> None:
    """Take an upload out of the evidence, as if it had never come; build afterwards."""
    if not reason.strip():
        raise RefusedError("An undo wants a reason: it is kept beside the upload.")
    upload = workspace().records.undo(upload_id, login, reason)
    _tell_change(as_json, upload, login, reason)


@app.command()
def redo(
    upload_id: Annotated[str, typer.Argument(help="Upload, such as U000012.")],
    reason: Annotated[str, typer.Option(help="Why it comes back.")] = "",
    login: Annotated[str, typer.Option("--as", help="Who redoes it.")] = "operator",
    as_json: AsJson = False,
) -> None:
    """Take an undone upload back into the evidence, at its place; build afterwards."""
    upload = workspace().records.redo(upload_id, login, reason)
    _tell_change(as_json, upload, login, reason)


def _tell_change(as_json: bool, upload: Upload, login: str, reason: str) -> None:
    document = {"upload_id": upload.upload_id, "kind": upload.kind, "state": upload.state}
    sentence = f"Upload {upload.upload_id} ({upload.file_name}) is {upload.state}."
    answer(as_json, document | {"reason": reason, "actor": login}, sentence)


@app.command()
def build(
    as_of: Annotated[
        str | None, typer.Option(help="Day the version describes, YYYY-MM-DD; default today.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Compute every month.")] = False,
    as_json: AsJson = False,
) -> None:
    """Score what changed and publish a new version."""
    from dashboard.pipeline import build as builds

    day = None if as_of is None else day_of(as_of)
    report = builds.build(workspace(), day, full=full)
    answer(
        as_json,
        vars(report),
        f"Version {report.version}: {report.months_built} months, {report.rows} scores, "
        f"{report.seconds:.1f} s.",
    )


@app.command()
def export(
    relation: Annotated[str, typer.Argument(help="Relation, such as scores.")],
    month: Annotated[str | None, typer.Option(help="One month, YYYY-MM.")] = None,
    team: Annotated[str | None, typer.Option(help="One team, by its id.")] = None,
    file_format: Annotated[
        Format | None, typer.Option("--format", help="Default: csv.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="File; default stdout.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write rows of the published version."""
    from dashboard.exports.tables import FORMATS, relation_rows

    stores = workspace()
    version = stores.built.newest()
    if version is None:
        raise RefusedError("There is no published version yet. Run `build` first.")
    day = None if month is None else month_of(month)
    with stores.built.open(version).cursor() as cursor:
        rows = relation_rows(cursor, relation, day, team)
    chosen = file_format or (Format.json if as_json and out is None else Format.csv)
    if out is None and chosen in (Format.parquet, Format.xlsx):
        raise RefusedError(f"The format {chosen} needs a file: add --out FILE.")
    content = FORMATS[chosen](rows)
    if out is not None:
        out.write_bytes(content)
        document = {"relation": relation, "version": version, "rows": len(rows)}
        answer(as_json, document | {"file": str(out)}, f"Wrote {len(rows)} rows to {out}.")
    elif as_json and chosen is not Format.json:
        raise RefusedError("With --json the rows go to stdout as JSON; add --out for others.")
    else:
        typer.echo(content, nl=False)


@app.command()
def verify(as_json: AsJson = False) -> None:
    """Compare every stored thing with its recorded sum; name each that fails."""
    from dashboard.storage.verifying.verification import verify_at

    findings = verify_at(Settings())
    document = {"ok": not findings, "findings": [vars(finding) for finding in findings]}
    sentences = [f"{item.subject} {item.name} is {item.state}." for item in findings]
    answer(as_json, document, "\n".join(sentences) or "Everything is as it was recorded.")
    if findings:
        raise typer.Exit(1)


def workspace() -> Workspace:
    """Open the workspace the environment names."""
    return open_workspace(Settings())


def month_of(text: str) -> date:
    """Read a month such as 2026-03."""
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError as error:
        raise RefusedError(f"'{text}' is not a month. Write it as 2026-03.") from error


def day_of(text: str) -> date:
    """Read a day such as 2026-03-05."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RefusedError(f"'{text}' is not a day. Write it as 2026-03-05.") from error
