"""How the level of the open team is judged: what was seen, and every line it is held to."""

from __future__ import annotations

from dashboard.pages.team.explained.head import explain_head, sum_lines
from dashboard.pages.team.head import opened
from dashboard.pages.visit import Visit
from dashboard.pages.words.amounts import chance
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, section
from dashboard.pages.words.why_flagged import checks, level_lines, verdict
from dashboard.reads.standing import Standing


def judgement_view(visit: Visit) -> Html:
    """Return the level from what was seen to what is left, and what was checked."""
    text, found = visit.text, opened(visit)
    assert found is not None, "the page asked before"
    standing = found.standing
    if standing is None or standing.level["state"] != "ok":
        return explain_head(visit, text("why.judgement_none"), "", is_of_score=False)
    level = standing.level
    message = text("why.judgement_message", sure=chance(level["p_below"], text))
    remark = text("why.level_note", months=level["window_months"])
    steps = sum_lines(visit, level_lines(standing, text))
    return Html(
        explain_head(visit, message, remark, is_of_score=False)
        + section(text("why.judgement_steps"), steps)
        + _checked(visit, standing)
    )


def _checked(visit: Visit, standing: Standing) -> Html:
    text = visit.text
    rows = [
        (check.name, check.own, check.needed, verdict(check, text))
        for check in checks(standing, text)
    ]
    columns = [text(f"why.column_{name}") for name in ("check", "own", "needed", "verdict")]
    title = text("why.checks_title")
    return section(title, labelled_table(title, columns, rows), note=text("why.checks_note"))
