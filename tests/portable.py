"""What keeps a query from giving the same rows on DuckDB and on Spark.

Every function and clause here was run on both engines (DuckDB 1.5 and 2.0, Spark 4.3).
What is not on the list may be portable; it has to be tried before it is added. The reasons
stand in `REFUSED`: they are what the author of a query reads when a test fails.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.tokenizer_core import TokenType

ALLOWED_FUNCTIONS = {
    # logic and null
    "And", "Or", "Xor", "Case", "If", "Cast", "Coalesce", "Nullif", "Exists",
    # numbers
    "Abs", "Asin", "Ceil", "Exp", "Floor", "Greatest", "IsNan", "Least", "Ln", "Mod", "Pow",
    "Sign", "Sin", "Sqrt",
    # text
    "Concat", "Contains", "Length", "Lower", "Pad", "Replace", "SplitPart", "StartsWith",
    "Substring", "TimeToStr", "Trim", "Upper",
    # days
    "DateDiff", "DateFromParts", "LastDay", "Month", "Quarter", "TimestampTrunc",
    "TsOrDsToDate", "Year",
    # aggregates and windows
    "Avg", "Count", "CountIf", "DenseRank", "FirstValue", "Lag", "Lead", "LogicalAnd",
    "LogicalOr", "Max", "Median", "Min", "Ntile", "PercentRank", "Rank", "RowNumber",
    "StddevSamp", "Sum", "Variance",
    # lists, only as a parameter
    "ArrayContains",
}  # fmt: skip

REFUSED: dict[type[exp.Expr], str] = {
    exp.Qualify: "qualify: use a CTE with row_number() and a filter",
    exp.Pivot: "pivot: use count(*) filter (where …) or sum(case …) per column",
    exp.Lambda: "a lambda has no common form",
    exp.Unnest: "unnest: use list_contains(cast($ids as varchar[]), id)",
    exp.Lateral: "lateral: use a join",
    exp.TableSample: "a sample is not repeatable",
    exp.Array: "a list is allowed only as a parameter",
    exp.Struct: "a struct has no place in a table",
    exp.Bracket: "list positions start at 1 here and at 0 there",
    exp.DayOfWeek: "dayofweek starts at 0 here and at 1 there: "
    "use date_diff('day', date '2001-01-01', d) % 7, where Monday is 0",
    exp.DayOfWeekIso: "isodow is translated wrongly: "
    "use date_diff('day', date '2001-01-01', d) % 7, where Monday is 0",
    exp.Round: "round(x, 2) looks at other digits here than there (1.005 gives 1.0 and 1.01): "
    "use floor(x * 100 + 0.5) / 100",
    exp.ArgMax: "arg_max skips nulls here and not there: use row_number()",
    exp.ArgMin: "arg_min skips nulls here and not there: use row_number()",
    exp.Quantile: "quantile: only median gives the same on both engines",
    exp.PercentileCont: "percentile_cont becomes approximate: only median is the same",
    exp.GroupConcat: "string_agg loses its order",
    exp.ArrayAgg: "list() loses its order",
}
CAST_TYPES = {"BIGINT", "BOOLEAN", "DATE", "DOUBLE", "INT", "TEXT", "VARCHAR", "ARRAY"}


def complaints(sql: str, *, is_page: bool = False) -> list[str]:
    """Return what is not portable in a query, each as a sentence for its author."""
    tokens = sqlglot.tokenize(sql, read="duckdb")
    found = []
    if any(token.token_type == TokenType.DCOLON for token in tokens):
        found.append("x::type: write cast(x as type)")
    statements = [statement for statement in sqlglot.parse(sql, read="duckdb") if statement]
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        return [*found, "a query file holds one select and nothing else"]
    if any(token.token_type == TokenType.SEMICOLON for token in tokens):
        found.append("no semicolon: the build wraps the text")
    for node in statements[0].walk():
        found += _complaints_of(node, is_page)
    if not found:
        statements[0].sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    return sorted(set(found))


def _complaints_of(node: exp.Expr, is_page: bool) -> Iterator[str]:
    reason = next((REFUSED[kind] for kind in REFUSED if isinstance(node, kind)), None)
    if reason:
        yield reason
    elif isinstance(node, exp.Func) and type(node).__name__ not in ALLOWED_FUNCTIONS:
        yield f"{_name(node)}: not among the functions that were tried on both engines"
    match node:
        case exp.Star() if not isinstance(node.parent, exp.Count):
            yield "select *: name the columns"
        case exp.Distinct() if node.args.get("on"):
            yield "distinct on: use row_number() with a full order"
        case exp.Union() if node.args.get("by_name"):
            yield "union by name: name the columns on both sides"
        case exp.Join() if node.method:
            yield f"{node.method.lower()} join: use row_number() over the candidates"
        case exp.Table() if not isinstance(node.this, exp.Identifier):
            yield "a function in from: use a table of months or days"
        case exp.Table() if not node.db and not _is_own_name(node):
            yield f"{node.name}: relations are named layer.name, files enter in the build"
        case exp.Div() | exp.IntDiv() | exp.Mod() if not _cannot_be_zero(node.expression):
            yield "x / y: write x / nullif(y, 0)"
        case exp.TimestampTrunc() if not _is_cast_to_date(node):
            yield "date_trunc gives a timestamp: write cast(date_trunc(…) as date)"
        case exp.DateDiff() if node.text("unit").upper() != "DAY":
            yield "date_diff only in days: months are year(d) * 12 + month(d)"
        case exp.Interval() if not isinstance(node.this, exp.Literal):
            yield "an interval of a computed length: write day + cast(n as integer)"
        case exp.Interval() if not _is_cast_to_date(node.parent):
            yield "day + interval gives a timestamp: write cast(… as date)"
        case exp.TryCast():
            yield "try_cast: what cannot be cast is refused at upload"
        case exp.Cast() if node.to.this.name not in CAST_TYPES:
            yield f"cast as {node.to.sql()}: not among the types both engines share"
        case exp.Cast() if node.to.this.name in {"INT", "BIGINT"} and _is_fraction(node.this):
            yield "a fraction cast to a whole number: rounds here, cuts off there; say floor()"
        case exp.Placeholder() | exp.Parameter():
            yield from _complaints_of_parameter(node, is_page)
        case exp.Order() if isinstance(node.parent, exp.Query) and not is_page:
            yield "order by belongs into page queries"
        case exp.Select():
            yield from _aliases_in_where(node)


def _complaints_of_parameter(node: exp.Expr, is_page: bool) -> Iterator[str]:
    if not is_page:
        yield "only page queries have parameters"
    elif not isinstance(node.parent, exp.Cast | exp.Is):
        yield f"${node.name}: cast a parameter where it is used"


def _aliases_in_where(select: exp.Select) -> Iterator[str]:
    # Spark cannot see such a name, or takes a column of the table with the same name.
    own_names = {
        item.alias
        for item in select.expressions
        if isinstance(item, exp.Alias)
        and item.alias not in {column.name for column in item.find_all(exp.Column)}
    }
    where = select.args.get("where")
    for column in where.find_all(exp.Column) if where else ():
        if not column.table and column.name in own_names and column.parent_select is select:
            yield f"{column.name} in where is a name made in the same select: use a CTE"


def _is_own_name(table: exp.Table) -> bool:
    """Tell whether the name is one of a CTE of this query."""
    root = table.root()
    return table.name in {cte.alias for cte in root.find_all(exp.CTE)}


def _inside(node: exp.Expr) -> exp.Expr:
    while isinstance(node, exp.Paren | exp.Cast):
        node = node.this
    return node


def _cannot_be_zero(node: exp.Expr) -> bool:
    node = _inside(node)
    return isinstance(node, exp.Nullif) or (
        isinstance(node, exp.Literal) and node.is_number and float(node.name) != 0
    )


def _is_cast_to_date(node: exp.Expr | None) -> bool:
    while node is not None and isinstance(node.parent, exp.Paren | exp.Add | exp.Sub):
        node = node.parent
    parent = node.parent if node is not None else None
    return isinstance(parent, exp.Cast) and parent.to.this.name == "DATE"


def _is_fraction(node: exp.Expr) -> bool:
    return isinstance(_inside(node), exp.Div | exp.Avg | exp.Median)


def _name(node: exp.Func) -> str:
    return node.name if isinstance(node, exp.Anonymous) else node.sql_name().lower()
