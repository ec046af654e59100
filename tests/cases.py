"""Reads the Markdown cases: tests/queries/<layer>/<query>/<what_it_shows>.md.

    # Late answers lower the score
    ## Given staging.petitions      every relation that the query reads; several with
                                    the same table may share a heading: a.b, a.c
    ## With                         one row of parameters; lists are separated by spaces
    ## Expect                       the columns that matter here, all rows

A blank cell is null, '' is the empty text; a column left out is null. `As the rules say.`
in place of a table gives a relation the rows that the rules alone make.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dashboard.pipeline.names import quoted

CASES = Path(__file__).parent / "queries"
AS_THE_RULES_SAY = "As the rules say."


@dataclass(frozen=True)
class Table:
    """A pipe table: names of columns, and cells as written."""

    columns: tuple[str, ...]
    rows: list[tuple[str | None, ...]]

    def sql(self, types: dict[str, str]) -> str:
        """Return a select of these rows with these columns; one left out here is null."""
        if unknown := sorted(set(self.columns) - types.keys()):
            raise ValueError(f"no such column: {', '.join(unknown)}")
        rows = self.rows or [(None,) * len(self.columns)]
        values = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows)
        given = f"(values {values}) as given({', '.join(map(quoted, self.columns))})"
        cells = {name: quoted(name) if name in self.columns else "null" for name in types}
        columns = ", ".join(
            f"cast({cells[name]} as {kind}) as {quoted(name)}" for name, kind in types.items()
        )
        return f"select {columns} from {given} where {bool(self.rows)}"


@dataclass
class Case:
    """One example: what the query reads, and what it must answer."""

    path: Path
    given: dict[str, Table | None] = field(default_factory=dict)
    parameters: dict[str, str | None] = field(default_factory=dict)
    expect: Table = field(default_factory=lambda: Table((), []))

    @property
    def relation(self) -> str:
        """The query this case is about, as layer.name."""
        return ".".join(self.path.parts[-3:-1])

    def __str__(self) -> str:
        return f"{self.relation}-{self.path.stem}"


def all_cases(folder: Path = CASES) -> list[Case]:
    """Read every case, in order of path."""
    return [read_case(path) for path in sorted(folder.glob("*/*/*.md"))]


def read_case(path: Path) -> Case:
    """Read one case; a heading or table it cannot read is an error that names the file."""
    case = Case(path)
    for section in path.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        match heading.split():
            case ["Given", _, *_]:
                table = None if AS_THE_RULES_SAY in body else _table(body, path)
                case.given |= dict.fromkeys(heading.removeprefix("Given ").split(", "), table)
            case ["With"]:
                table = _table(body, path)
                case.parameters = dict(zip(table.columns, table.rows[0], strict=True))
            case ["Expect"]:
                case.expect = _table(body, path)
            case _:
                raise ValueError(f"{path}: a heading that means nothing here: {heading}")
    if not case.expect.columns:
        raise ValueError(f"{path}: a case expects something")
    return case


def _table(body: str, path: Path) -> Table:
    lines = [line.strip() for line in body.splitlines() if line.lstrip().startswith("|")]
    if len(lines) < 2 or set(lines[1]) - set("|-: "):
        raise ValueError(f"{path}: a table has a header and a line of dashes")
    header, _, *rows = (
        [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]
        for line in lines
    )
    if any(len(row) != len(header) for row in rows):
        raise ValueError(f"{path}: a row has as many cells as its header")
    cells = [tuple(None if cell == "" else cell for cell in row) for row in rows]
    return Table(tuple(header), cells)


def _literal(cell: str | None) -> str:
    if cell is None:
        return "null"
    return "''" if cell == "''" else "'" + cell.replace("'", "''") + "'"
