"""What a page of the menu is, and who may open it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from dashboard.access.roles import RIGHTS, UPLOADED_BY, Right
from dashboard.access.viewer import Viewer

READ: tuple[Right, ...] = ("read",)
# Who sends files sees what is due and what came, also without a right to the scores.
READ_OR_UPLOAD: tuple[Right, ...] = ("read", *dict.fromkeys(UPLOADED_BY.values()))
# What makes sense without a team that one may read of.
WITHOUT_TEAMS: frozenset[Right] = frozenset(
    (*UPLOADED_BY.values(), "manage_people", "manage_links", "read_log")
)


@dataclass(frozen=True)
class PageEntry:
    """A page of the menu.

    Attributes:
        name: its address, and its word `page.<name>`; the first page answers at `/`.
        module: has `show(visit)`.
        is_listed: whether the menu names it.
        rights: one of them opens it; without any it is neither named nor shown.
        is_scored: whether it shows a version of the scores; others open before there is
            one, and know neither month nor team.
        opens_empty: whether it is of use before there is a version.
    """

    name: str
    module: ModuleType
    is_listed: bool = True
    rights: tuple[Right, ...] = READ
    is_scored: bool = True
    opens_empty: bool = False

    def is_open(self, viewer: Viewer) -> bool:
        """Tell whether somebody may open it."""
        return any(viewer.may(right) for right in self.rights)

    def place(self, viewer: Viewer) -> int:
        """Return the place of the first right that opens it, in the order of all rights."""
        return min(RIGHTS.index(right) for right in self.rights if viewer.may(right))

    def needs_teams(self, viewer: Viewer) -> bool:
        """Tell whether it is open to somebody only because there are teams to read of."""
        is_open_without = any(
            viewer.may(right) for right in self.rights if right in WITHOUT_TEAMS
        )
        return self.is_scored and not is_open_without


def address_of(page: PageEntry, pages: Sequence[PageEntry]) -> str:
    """Return the address of a page; the first one is empty."""
    return "" if page is pages[0] else page.name
