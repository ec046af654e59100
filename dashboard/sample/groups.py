"""Peer groups as arrays: who is whose peer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from dashboard.sample.draws import Array


@dataclass(frozen=True)
class Groups:
    """Teams sorted by peer group.

    Attributes:
        code: per team, the number of its group.
        rank: per team, its place within the group.
        order: all teams, group after group.
        first, size: per group, its first place in `order` and its number of teams.
    """

    code: Array
    rank: Array
    order: Array
    first: Array
    size: Array

    def other_member(self, teams: Array, shares: Array) -> Array:
        """Return, per team, another team of its group; itself when it is alone.

        Args:
            shares: numbers from 0 to 1 that decide which one.
        """
        code = self.code[teams]
        others = np.maximum(self.size[code] - 1, 1)
        step = 1 + np.floor(shares * others).astype(int)
        return self.order[self.first[code] + (self.rank[teams] + step) % self.size[code]]


def peer_groups(register: pl.DataFrame) -> Groups:
    """Number the peer groups in the order of their first team."""
    names = register["peer_group"].unique(maintain_order=True).to_list()
    place = {name: number for number, name in enumerate(names)}
    code = np.array([place[name] for name in register["peer_group"]])
    order = np.argsort(code, kind="stable")
    size = np.bincount(code)
    first = np.cumsum(size) - size
    rank = np.empty_like(code)
    rank[order] = np.arange(len(code)) - np.repeat(first, size)
    return Groups(code, rank, order, first, size)
