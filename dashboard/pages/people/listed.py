"""The head of the page on people, and the list of everybody in sight."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.access.viewer import Viewer
from dashboard.pages.people.words import grant_words, seen_words
from dashboard.pages.visit import Visit
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, link, section, small
from dashboard.rights.known import Person
from dashboard.rights.managing import managed
from dashboard.rights.register import Register
from dashboard.text import Text

LISTED = 25
_MOST_RIGHTS = 3


def headline(visit: Visit, people: Sequence[Person], *, is_demo: bool) -> Html:
    """Return how many people hold rights, how many sessions are open, and who may change."""
    text = visit.text
    count = sum(bool(person.held) for person in people)
    message = {0: text("people.message_none"), 1: text("people.message_one")}.get(
        count, text("people.message", count=count)
    )
    sessions = sum(person.session_count for person in people)
    note = text("people.demo_note") if is_demo else _note(visit.viewer, text)
    return Html(
        f'<section class="tc-headline"><h1>{html(text("people.title"))}</h1>'
        f'<p class="tc-message">{html(message)}</p>'
        f"<p>{html(text('people.sessions', sessions=sessions))}</p>"
        + (f'<p class="tc-remark">{html(note)}</p>' if note else "")
        + "</section>"
    )


def found(people: Sequence[Person], words: str, text: Text) -> list[Person]:
    """Return the people whose name, login or role holds all the words."""
    wanted = words.lower().split()
    return [
        person for person in people if all(word in _searched(person, text) for word in wanted)
    ]


def listed(visit: Visit, people: Sequence[Person], register: Register, total: int) -> Html:
    """Return people as a table, each with the way to what may be done."""
    text = visit.text
    title = text("people.list_title", count=total)
    if not people:
        return section(title, text("people.list_none"))
    names = ("person", "state", "rights", "sessions", "seen")
    columns = [text(f"people.column_{name}") for name in names]
    rows = [_row(visit, person, register) for person in people]
    shown = labelled_table(title, columns, rows)
    return section(title, shown, name="tc-people")


def _row(visit: Visit, person: Person, register: Register) -> tuple[object, ...]:
    text = visit.text
    way = link(
        visit.link("people", item=person.login, number=None), person.name or person.login
    )
    rights = [grant for grant in person.grants if grant in person.held]
    lines = [html(grant_words(grant, register, text)) for grant in rights[:_MOST_RIGHTS]]
    if len(rights) > _MOST_RIGHTS:
        lines.append(html(text("people.more_rights", count=len(rights) - _MOST_RIGHTS)))
    said = "".join(f"<span>{line}</span>" for line in lines)
    return (
        Html(way + small(person.login)) if person.name else way,
        text(f"people.state_{person.state}"),
        Html(f'<span class="tc-lines">{said}</span>') if said else text("people.no_rights"),
        person.session_count,
        seen_words(person, text),
    )


def _searched(person: Person, text: Text) -> str:
    roles = " ".join(text(f"role.{grant.role}") for grant in person.grants)
    return f"{person.login} {person.name} {roles}".lower()


def _note(viewer: Viewer, text: Text) -> str:
    return "" if managed(viewer) != () else text("people.looks_only")
