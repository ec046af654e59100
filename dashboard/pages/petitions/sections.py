"""The sections on the clocks of petitions, each one message."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from dashboard.pages.petitions.words import days, state
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, link, section, small, table
from dashboard.reads.petitions import CLOCKS, SOON_DAYS, STATES, PetitionsAndAudit

# What does not fit on a screen is found by narrowing the filters.
LISTED_CASES = 10


def headline(visit: Visit, message: Html) -> Html:
    """Return the title and the message; it says how old the data is, so it is not kept."""
    text, held = visit.text, visit.choices
    assert visit.filters.month is not None
    title = text("petitions.title", month=numbers.month_words(visit.filters.month, text))
    age = text(
        "petitions.age",
        as_of=numbers.day_words(held.as_of, text),
        built_at=numbers.moment_words(held.built_at, text),
        ago=numbers.ago_words(held.built_at, text),
    )
    return Html(
        f'<section class="tc-headline"><h1>{html(title)}</h1>{message}'
        f'<p class="tc-remark">{html(age)}</p></section>'
    )


def message(visit: Visit, month: PetitionsAndAudit) -> Html:
    """Return the one sentence to take away, and what comes next."""
    text, findings = visit.text, month.audit.overdue
    kind = {
        (True, True): "both",
        (True, False): "cases",
        (False, True): "findings",
        (False, False): "none",
    }[month.overdue_cases > 0, findings > 0]
    words = text(f"petitions.headline_{kind}", cases=month.overdue_cases, findings=findings)
    soon = text(
        "petitions.headline_soon" if month.soon_cases else "petitions.headline_soon_none",
        count=month.soon_cases,
        days=SOON_DAYS,
        cutoff=numbers.day_words(_cutoff(visit), text),
    )
    return Html(f'<p class="tc-message">{html(words)}</p><p>{html(soon)}</p>')


def _cutoff(visit: Visit) -> date:
    """Return the day the month is described on."""
    month = visit.filters.month
    assert month is not None
    last_day = month.replace(day=monthrange(month.year, month.month)[1])
    return min(last_day, visit.choices.as_of)


def clocks(visit: Visit, month: PetitionsAndAudit) -> Html:
    """Return the running clocks, counted by how much time is left."""
    text = visit.text
    title = text(
        "petitions.clocks_title",
        count=month.open_cases,
        cutoff=numbers.day_words(_cutoff(visit), text),
    )
    if month.limits is None:
        return section(title, text("petitions.clocks_none"))
    limits = vars(month.limits)
    columns = [text("petitions.column_clock")]
    columns += [state(visit, name) for name in STATES]
    columns.append(text("petitions.column_total"))
    rows = [
        (
            text(f"petitions.clock_{clock}", **limits),
            *(month.clocks[clock, name] for name in STATES),
            sum(month.clocks[clock, name] for name in STATES),
        )
        for clock in CLOCKS
    ]
    return section(
        title,
        labelled_table(title, columns, rows, " nnnn"),
        note=text("petitions.clocks_note", **limits),
    )


def pressing(visit: Visit, month: PetitionsAndAudit) -> Html:
    """Return the clocks past or near their limit, the longest past it first."""
    text, count = visit.text, month.pressing.height
    title = text("petitions.pressing_title", days=SOON_DAYS)
    if not count:
        return section(title, text("petitions.pressing_none", days=SOON_DAYS))
    rows = [
        (
            clock["case_id"],
            link(visit.team_link(clock["team_id"]), clock["team_name"]),
            numbers.day_words(clock["limit_on"], text),
            Html(
                state(visit, clock["state"], days(visit, clock["days_over"]))
                + small(text(f"petitions.clock_short_{clock['clock']}"))
            ),
        )
        for clock in month.pressing.head(LISTED_CASES).iter_rows(named=True)
    ]
    columns = [text(f"petitions.column_{name}") for name in ("case", "team", "limit", "state")]
    shown: list[object] = [table(title, columns, rows, is_cards=True)]
    if count > len(rows):
        shown.append(text("petitions.pressing_cut", shown=len(rows), count=count))
    return section(title, *shown)
