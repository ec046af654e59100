"""Style sheets that only some pages need; everything else is in assets/style.css."""

from __future__ import annotations

from dashboard.pages.serving import ASSETS

# Sent with the page: the head of the app names the common sheet only.
TEAM_SHEET = ASSETS / "teams.css"
COMPARE_SHEET = ASSETS / "compare.css"
SCHEME_SHEET = ASSETS / "scheme.css"
