"""Which relations belong to which page: what is offered there, and all a link may take."""

from __future__ import annotations

OFFERED: dict[str, tuple[str, ...]] = {
    "overview": ("scores", "light"),
    "teams": ("scores", "parts"),
    "team": ("scores", "parts", "items", "flags"),
    "compare": ("scores", "levels", "periods"),
    "flags": ("flags", "light"),
    "tasks": ("items",),
    "petitions": ("items",),
    "method": ("levels", "severity"),
    "health": ("items",),
}
# How lenient each rater is belongs to no team: nothing but a month narrows it.
OF_NO_TEAM = "severity"
