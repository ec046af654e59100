"""One record: every version that was ever uploaded, and what changed in which cell."""

from __future__ import annotations

import streamlit as st

from dashboard.kinds import KINDS
from dashboard.pages.record import versions
from dashboard.pages.visit import Visit
from dashboard.serving.process import workspace
from dashboard.sharing import from_key
from dashboard.storage.history import history


def show(visit: Visit) -> None:
    """Show the record the address names, as far as the viewer may see it."""
    stores, kind = workspace(), visit.filters.kind
    key = from_key(visit.filters.key or "")
    if kind is None or len(key) != len(KINDS[kind].key) or not versions.may_open(visit, kind):
        st.html(versions.nothing(visit))
        return
    found = history(stores, kind, dict(zip(KINDS[kind].key, key, strict=True)))
    seen = versions.in_sight(visit, stores, found)
    if not seen:
        st.html(versions.nothing(visit))
        return
    st.html(versions.head(visit, kind, key, seen, found))
    st.html(versions.listed(visit, kind, seen, hidden=len(found) - len(seen)))
