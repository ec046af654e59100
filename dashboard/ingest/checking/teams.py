"""Which team a name means, by the register of teams that is active."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

import polars as pl

from dashboard.ingest.problems import BadValueError

NEAREST = 3
# Of the names that share most characters with an unknown one, this many are compared
# letter by letter: that comparison is too slow for a whole register.
_COMPARED = 30

_BETWEEN_SHORT_NAMES = re.compile("[;；,，]")


class Register:
    """The teams and every name they may be called by.

    Args:
        teams: team_id, team_name and short_names of each team, cleaned.
        named: the teams that rows and sentences may name; None is all. Any other team is as
            if there were none, so that nobody finds out by an upload which ones there are.
    """

    def __init__(self, teams: pl.DataFrame, named: frozenset[str] | None = None) -> None:
        self._named = named
        self._full_names: dict[str, str] = {}
        self._teams_by_name: dict[str, set[str]] = defaultdict(set)
        self._names_by_character: dict[str, list[str]] = defaultdict(list)
        for team_id, team_name, short_names in teams.select(
            "team_id", "team_name", "short_names"
        ).iter_rows():
            self._full_names[team_id] = team_name
            for name in filter(None, (team_id, team_name, *split_short_names(short_names))):
                self._teams_by_name[name].add(team_id)
        for name, meant in self._teams_by_name.items():
            # Strange names must not crowd out the own ones, and show by that they are there.
            if not any(map(self._may_name, meant)):
                continue
            for character in set(name):
                self._names_by_character[character].append(name)

    def team_id(self, name: str) -> str:
        """Return the team that is meant; its id goes before any name.

        Raises:
            BadValueError: no team is called so, or several are.
        """
        known = {name} if name in self._full_names else self._teams_by_name.get(name, set())
        own = sorted(filter(self._may_name, known))
        if not own:
            rule = "team_unknown" if self._named is None else "team_beyond_reach"
            raise BadValueError(rule, nearest=self._listed(self.nearest(name)))
        if len(known) > 1:
            # Said of one of the own teams too: a row must not become that of another team.
            raise BadValueError("team_ambiguous", teams=self._listed(own))
        return own[0]

    def nearest(self, name: str) -> list[str]:
        """Return the teams with the most similar names, the most similar first."""
        shared = Counter[str]()
        for character in set(name):
            shared.update(self._names_by_character.get(character, ()))
        compared = [similar for similar, _ in shared.most_common(_COMPARED)]
        similar_names = get_close_matches(name, compared, n=_COMPARED, cutoff=0.0)
        teams = [
            team_id
            for similar in similar_names
            for team_id in sorted(self._teams_by_name[similar])
        ]
        return list(filter(self._may_name, dict.fromkeys(teams)))[:NEAREST]

    def _may_name(self, team_id: str) -> bool:
        return self._named is None or team_id in self._named

    def _listed(self, team_ids: Iterable[str]) -> str:
        names = (f"{self._full_names[team_id]} ({team_id})" for team_id in team_ids)
        return "、".join(names) or "—"


def split_short_names(text: str | None) -> list[str]:
    """Return each of the short names of a team."""
    names = (name.strip() for name in _BETWEEN_SHORT_NAMES.split(text or ""))
    return [name for name in names if name]


def teams_in_cycles(parents: Mapping[str, str | None]) -> set[str]:
    """Return the teams that are above themselves.

    Args:
        parents: the team directly above each team.
    """
    cyclic: set[str] = set()
    done: set[str] = set()
    for team in parents:
        path: list[str] = []
        above: str | None = team
        while above is not None and above not in done and above not in path:
            path.append(above)
            above = parents.get(above)
        if above in path:
            cyclic.update(path[path.index(above) :])
        done.update(path)
    return cyclic
