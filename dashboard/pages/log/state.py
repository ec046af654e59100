"""Whether the log is whole, said at the head of its page and on the page of data health."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html, remark, section
from dashboard.storage.verifying.findings import Finding
from dashboard.storage.verifying.log import LOOKED_BACK, end_findings
from dashboard.storage.workspace import Workspace
from dashboard.text import Text


def headline(visit: Visit, stores: Workspace, found: Sequence[Finding] | None) -> Html:
    """Return whether the log is whole, up to which number, and the hash to write down.

    Args:
        found: by a check of the whole log; None where only its end was looked at.
    """
    text, newest = visit.text, stores.records.log.newest()
    if newest is None:
        return _head(text, text("log.empty"))
    number, entry_hash = newest
    checked = end_findings(stores) if found is None else found
    if checked:
        message = text("log.broken", found=_said(text, checked))
    elif found is not None or number <= LOOKED_BACK:
        message = text("log.whole_all", number=number)
    else:
        message = text("log.whole", count=LOOKED_BACK, number=number)
    mark = "■" if checked else "●"
    colour = "red" if checked else "green"
    seal = html(text("log.seal", hash=""))
    return _head(
        text,
        Html(
            f'<span class="tc-{colour}" aria-hidden="true">{mark}</span> {html(message)}',
        ),
        Html(f'<p>{seal}<code style="overflow-wrap:anywhere">{html(entry_hash)}</code></p>'),
        remark(text("log.seal_note", number=number) + " " + text("log.note")),
    )


def seen_headline(visit: Visit) -> Html:
    """Return the head for those who read who saw their teams, and nothing else."""
    text = visit.text
    return Html(
        f'<section class="tc-headline"><h1>{html(text("log.title_seen"))}</h1>'
        f'<p class="tc-message">{html(text("log.message_seen"))}</p>'
        f"{remark(text('log.note'))}</section>"
    )


def warning(visit: Visit, stores: Workspace) -> Html:
    """Return what is wrong with the end of the log, nothing when it is as it should be."""
    found = end_findings(stores)
    if not found:
        return Html("")
    text = visit.text
    said = text("log.broken", found=_said(text, found))
    return section(text("log.health_title"), said, note=text("log.health_note"))


def _head(text: Text, message: str, *parts: Html) -> Html:
    return Html(
        f'<section class="tc-headline"><h1>{html(text("log.title"))}</h1>'
        f'<p class="tc-message">{html(message)}</p>{"".join(parts)}</section>'
    )


def _said(text: Text, found: Sequence[Finding]) -> str:
    return text("between.reasons").join(
        text(f"log.found_{one.subject}_{one.state}", name=one.name) for one in found[:_MOST]
    )


_MOST = 5
