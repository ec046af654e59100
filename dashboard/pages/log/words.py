"""Entries of the log as sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from dashboard.pages.words.numbers import NOTHING, ZONE, moment_words
from dashboard.rights.register import Register
from dashboard.storage.audit.chain import Entry
from dashboard.text import Text

# Every act of the log, in the order in which they can be looked for.
ACTS = (
    *("sign_in", "sign_in_refused", "sign_out", "end_sessions", "look_as"),
    *("refused", "refused_page", "refused_act", "refused_link"),
    *("upload", "undo", "redo", "build"),
    *("sign", "withdraw", "disclose"),
    *("account", "password", "grant", "revoke_grant"),
    *("make_link", "open_link", "extend_link", "revoke_link"),
    *("view", "export", "read_log", "prune", "witness"),
)
# Acts that are told in other words depending on one fact.
_TOLD_BY: dict[str, str] = {"account": "state"}

Words = Callable[[Any, Text, Register], str]


def sentence(entry: Entry, text: Text, register: Register) -> str:
    """Return what somebody did, as one sentence without the moment."""
    facts = entry.facts
    values = {name: NOTHING for name in _SAID}
    values |= {name: _word(name, value, text, register) for name, value in facts.items()}
    values |= {
        "actor": entry.actor or text("log.nobody"),
        "subject": entry.subject or NOTHING,
        "act": entry.act,
        "told": _subject(entry, text, register),
    }
    said = text(_key(entry, facts, text), **values)
    if facts.get("looking_as"):
        said += text("log.looking_as", login=facts["looking_as"])
    if facts.get("reason"):
        said += text("log.reason", reason=facts["reason"])
    return said


def act_name(act: str, text: Text) -> str:
    """Return the name of an act; of one of another release as the log writes it."""
    return text(f"log.name_{act}") if act in ACTS else act


def _key(entry: Entry, facts: dict[str, Any], text: Text) -> str:
    act = entry.act
    if act not in ACTS:
        return "log.act_other"
    told = f"log.act_{act}_{facts.get(_TOLD_BY[act])}" if act in _TOLD_BY else ""
    if act in ("password", "look_as") and entry.actor == entry.subject:
        told = f"log.act_{act}_own"
    return told if told in text.words else f"log.act_{act}"


def _subject(entry: Entry, text: Text, register: Register) -> str:
    """Return what an entry is about, in words where there are some."""
    words, subject = text.words, entry.subject
    if entry.act == "view":
        return register.words(subject, text)
    for key in _SUBJECTS.get(entry.act, ()):
        if f"{key}{subject}" in words:
            return words[f"{key}{subject}"]
    return subject or NOTHING


_SUBJECTS = {
    "refused": ("right.", "log.name_"),
    "refused_page": ("page.",),
    "refused_act": ("log.name_",),
    "export": ("exports.relation_", "log.exported_"),
}


def _of(key: str) -> Words:
    def words(value: Any, text: Text, _: Register) -> str:
        return text.words.get(f"{key}{value}", str(value))

    return words


def _number(value: Any, text: Text, _: Register) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _tree(value: Any, text: Text, register: Register) -> str:
    return register.words(str(value), text)


def _moment(value: Any, text: Text, _: Register) -> str:
    if not isinstance(value, int | float):
        return str(value)
    return moment_words(datetime.fromtimestamp(value, ZONE).isoformat(), text)


def _day(value: Any, text: Text, _: Register) -> str:
    return text("log.for_ever") if value is None else str(value)


# Fact of an entry → how it is put into words; other facts as they are.
_SAID: dict[str, Words] = {
    "method": _of("log.method_"),
    "kind": _of("uploads.kind_"),
    "rows": _number,
    "role": _of("role."),
    "team_id": _tree,
    "valid_from": _day,
    "valid_to": _day,
    "page": _of("page."),
    "audience": _of("log.audience_"),
    "expires_at": _moment,
    "way": _of("log.way_"),
    "why": _of("log.why_"),
    "format": lambda value, _, __: str(value).upper(),
    "as_of": _day,
    "version": _of(""),
    "sessions": _number,
    "signed_by": _of(""),
    "made_by": _of(""),
    "first": _number,
    "last": _number,
    "file": _of(""),
}


def _word(name: str, value: Any, text: Text, register: Register) -> str:
    words = _SAID.get(name)
    return str(value) if words is None else words(value, text, register)
