"""Grants and people in words."""

from __future__ import annotations

from datetime import date

from dashboard.access.viewer import Grant
from dashboard.pages.words.numbers import ago_of, day_words
from dashboard.rights.known import Person
from dashboard.rights.register import Register
from dashboard.text import Text


def grant_words(grant: Grant, register: Register, text: Text) -> str:
    """Return the role and the tree of a grant."""
    tree = register.words(grant.team_id, text)
    return text("people.role_over", role=text(f"role.{grant.role}"), tree=tree)


def days_words(grant: Grant, text: Text) -> str:
    """Return the first and the last day of a grant."""
    begin = day_words(grant.valid_from, text)
    if grant.valid_to is None:
        return text("people.days_open", begin=begin)
    return text("people.days", begin=begin, end=day_words(grant.valid_to, text))


def grant_state(grant: Grant, text: Text) -> str:
    """Return whether a grant holds today, by shape and word."""
    if grant.revoked_at is not None:
        return text("people.grant_taken_back")
    if grant.is_valid(date.today()):
        return text("people.grant_valid")
    is_later = grant.valid_from > date.today()
    return text("people.grant_later" if is_later else "people.grant_over")


def seen_words(person: Person, text: Text) -> str:
    """Return when a person was here last."""
    return text("people.never") if person.seen_at is None else ago_of(person.seen_at, text)
