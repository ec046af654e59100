"""The steps a person may take with a month: sign it, take that back, disclose it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.errors import DamagedError, NotAllowedError
from dashboard.pages.disclosure.month import Month
from dashboard.pages.signed_in import current_viewer
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import remark, section
from dashboard.pages.words.numbers import month_words
from dashboard.storage.disclosures import StepRefusedError
from dashboard.storage.workspace import Workspace
from dashboard.workflow import disclosing

Step = Callable[[Workspace, Viewer, date, str], object]
_STEPS: dict[str, Step] = {
    "sign": disclosing.sign,
    "withdraw": disclosing.withdraw,
    "disclose": disclosing.disclose,
}


def ask(visit: Visit, stores: Workspace, month: Month) -> None:
    """Offer the next step to those who may take it, and say why it has to wait."""
    if not month.may_sign and not month.may_disclose:
        return
    if month.state == "ready" and month.may_sign:
        _sign(visit, stores, month)
    elif month.state == "signed":
        _after_signing(visit, stores, month)
    elif month.state == "damaged":
        _ask_withdrawing(visit, stores, month)


def _sign(visit: Visit, stores: Workspace, month: Month) -> None:
    text = visit.text
    if visit.version != stores.built.newest():
        st.html(section(text("disclosure.sign_title"), text("disclosure.refused_newer")))
        return
    st.html(section(text("disclosure.sign_title"), text("disclosure.sign_note")))
    _form(visit, stores, month, "sign")


def _after_signing(visit: Visit, stores: Workspace, month: Month) -> None:
    text, signed = visit.text, month.signed
    assert signed is not None, "a signed month has a signature"
    is_own = signed.signed_by.casefold() == visit.viewer.login.casefold()
    wait = "changed" if month.changes else "same_person" if is_own else ""
    st.html(
        section(
            text("disclosure.disclose_title"),
            text(f"disclosure.refused_{wait}" if wait else "disclosure.disclose_note"),
        )
    )
    if not wait and month.may_disclose:
        _form(visit, stores, month, "disclose")
    _ask_withdrawing(visit, stores, month)


def _ask_withdrawing(visit: Visit, stores: Workspace, month: Month) -> None:
    is_open = month.signed is not None and not month.signed.is_disclosed
    if month.may_sign and is_open:
        st.html(remark(visit.text("disclosure.withdraw_note")))
        _form(visit, stores, month, "withdraw")


def _form(visit: Visit, stores: Workspace, month: Month, step: str) -> None:
    text = visit.text
    named = month_words(month.month, text)
    with st.form(f"{step}-{month.name}-{text.language}", border=False):
        is_sure = st.checkbox(
            text(f"disclosure.{step}_sure", month=named),
            key=f"{step}-sure-{month.name}-{text.language}",
        )
        is_pressed = st.form_submit_button(
            text(f"disclosure.{step}", month=named),
            type="secondary" if step == "withdraw" else "primary",
        )
    if not is_pressed:
        return
    if not is_sure:
        st.error(text("disclosure.not_sure"))
    elif _is_taken(visit, stores, month, step):
        st.rerun()


def _is_taken(visit: Visit, stores: Workspace, month: Month, step: str) -> bool:
    assert month.sha256 is not None, "a step is about a table"
    try:
        # Who is asked now, not who the button was drawn for.
        _STEPS[step](stores, current_viewer(stores), month.month, month.sha256)
    except StepRefusedError as error:
        st.error(visit.text(f"disclosure.refused_{error.rule}"))
    except NotAllowedError:
        st.error(visit.text("disclosure.refused_right"))
    except DamagedError:
        st.error(visit.text("disclosure.refused_damaged"))
    else:
        return True
    return False
