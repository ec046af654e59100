"""The table of roles and rights, made from the one that every check reads."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.access.roles import GIVEN_TO, RIGHTS, ROLES
from dashboard.access.viewer import Grant
from dashboard.pages.words.markup import Html, fold, html, section, table
from dashboard.rights.register import Register
from dashboard.text import Text

_YES, _NO = "●", "–"


def matrix(text: Text) -> Html:
    """Return roles × rights; on a phone each right names the roles that have it."""
    roles = {role: text(f"role.{role}") for role in ROLES}
    rows = [
        (
            text(f"right.{right}"),
            *(_cell(text, name, role in GIVEN_TO[right]) for role, name in roles.items()),
        )
        for right in RIGHTS
    ]
    title = text("people.matrix_title")
    shown = table(title, (text("people.matrix_right"), *roles.values()), rows, is_cards=True)
    marked = Html(shown.replace("tc-cards", "tc-cards tc-matrix", 1))
    return fold(title, Html(f"<p>{html(text('people.matrix_note'))}</p>{marked}"))


def can_do(text: Text, login: str, grants: Iterable[Grant], register: Register) -> Html:
    """Return every right that grants give today, each with the trees it holds in."""
    held = list(grants)
    rows = []
    for right in RIGHTS:
        trees = sorted({grant.team_id for grant in held if grant.role in GIVEN_TO[right]})
        if trees:
            words = (register.words(tree, text) for tree in trees)
            rows.append((text(f"right.{right}"), text("between.names").join(words)))
    title = text("people.can_title", login=login)
    if not rows:
        return section(title, text("people.can_none"))
    columns = (text("people.matrix_right"), text("people.column_tree"))
    return section(
        title, table(title, columns, rows, is_cards=True), note=text("people.can_note")
    )


def _cell(text: Text, role: str, is_given: bool) -> Html:
    word = html(text("people.matrix_yes" if is_given else "people.matrix_no"))
    mark = _YES if is_given else _NO
    kind = "tc-given" if is_given else "tc-not-given"
    return Html(
        f'<span class="{kind}"><i aria-hidden="true">{html(role)}</i>'
        f'<span aria-hidden="true">{mark}</span><span class="tc-hidden">{word}</span></span>'
    )
