"""The head of the page of one team: who, which month, how good, and why this grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from dashboard.pages.team.flags import flags_list
from dashboard.pages.visit import Visit
from dashboard.pages.words.figures import published, signed
from dashboard.pages.words.markup import Html, html, link
from dashboard.pages.words.numbers import NOTHING, month_words, points, share
from dashboard.pages.words.place_words import lights, places
from dashboard.reads.team import Team, team

# The item of an address that explains the whole score.
WHOLE_SCORE = "score"


def opened(visit: Visit) -> Team | None:
    """Return the team that is open, the same whatever of it is looked at."""
    return visit.fetch(team, replace(visit.filters, item=None, rate=None))


def months(visit: Visit) -> Html:
    """Return the way back to the list and to the months around this one."""
    text, held, month = visit.text, visit.choices.months, visit.filters.month
    assert month is not None, "the shell settles the month"
    place = held.index(month)
    words = [f"<strong>{html(month_words(month, text))}</strong>"]
    if place + 1 < len(held):
        words.insert(0, link(visit.link(visit.page, month=held[place + 1]), _back(visit)))
    if place:
        words.append(link(visit.link(visit.page, month=held[place - 1]), _on(visit)))
    up = link(visit.link("teams", open_team=None, item=None), text("team.back"))
    steps = " ".join(f"<span>{word}</span>" for word in words)
    return Html(
        f"{_dropped(visit)}<nav data-tc class='tc-steps' "
        f'aria-label="{escape(text("team.steps"))}"><span>{up}</span>{steps}</nav>'
    )


def _back(visit: Visit) -> str:
    return f"‹ {visit.text('team.month_before')}"


def _on(visit: Visit) -> str:
    return f"{visit.text('team.month_after')} ›"


def _dropped(visit: Visit) -> str:
    if not visit.dropped:
        return ""
    known = visit.text.words
    names = (known.get(f"filter.{name}", name[:40]) for name in visit.dropped)
    listed = visit.text("between.names").join(names)
    sentence = visit.text("shell.dropped", count=len(visit.dropped), names=listed)
    return f'<p data-tc class="tc-warning" role="alert">{escape(sentence)}</p>'


def headline(visit: Visit) -> Html:
    """Return the head: the score big, its grade with the reason, flags, and more figures."""
    text, found = visit.text, opened(visit)
    assert found is not None, "the page asked before"
    month = month_words(found.now["month"], text)
    title = text("team.title", team=found.profile["team_name"], month=month)
    kind = text(
        "team.kind",
        tier=text(f"tier.{found.now['tier'] or found.profile['tier']}"),
        peer_group=found.now["peer_group"] or found.profile["peer_group"],
    )
    body = "".join(_body(visit, found)) if found.now["is_scored"] else _not_scored(visit)
    return Html(
        f'<section data-tc class="tc-headline"><h1>{html(title)}</h1>'
        f'<p class="tc-remark">{html(kind)} {_around(visit, found)}</p>{body}</section>'
    )


def _not_scored(visit: Visit) -> str:
    text = visit.text
    return (
        f'<p class="tc-message">{html(text("team.not_scored"))}</p>'
        f"<p>{html(text('team.not_scored_why'))}</p>"
    )


def _around(visit: Visit, found: Team) -> str:
    text, profile = visit.text, found.profile
    links = []
    if profile["parent_id"]:
        label = text("team.parent", team=profile["parent_name"])
        links.append(link(visit.team_link(profile["parent_id"]), label))
    if profile["below_count"]:
        label = text("team.below", count=profile["below_count"])
        below = visit.link("teams", team=profile["team_id"], open_team=None, item=None)
        links.append(link(below, label))
    return "".join(f" · {one}" for one in links)


def _body(visit: Visit, found: Team) -> Iterator[str]:
    text, now = visit.text, found.now
    key = "none" if now["final_score"] is None else "ranked" if now["rank"] else "ungraded"
    message = text(
        f"team.message_{key}",
        score=published(now["final_score"]),
        grade=text(f"grade.{now['grade']}"),
        rank=now["rank"],
        ranked=now["ranked_teams"],
    )
    yield f'<p class="tc-message">{html(message)}</p>'
    yield f"<p>{lights(visit, found)} · {html(_change(visit, found))}" + (
        f" {html(grade_reason(visit, found))}</p>"
    )
    yield places(visit, found)
    yield flags_list(visit, found)
    yield _facts(visit, found)
    if now["final_score"] is not None:
        explain = link(visit.link("team", item=WHOLE_SCORE), text("team.explain"))
        yield f'<p class="tc-act">{explain}</p>'


def _change(visit: Visit, found: Team) -> str:
    text, moved = visit.text, found.score_change
    if moved is None:
        return text("team.change_unknown")
    return text("team.change", change=signed(moved))


def grade_reason(visit: Visit, found: Team) -> str:
    """Return why the grade is what it is, in one sentence."""
    text, now, profile = visit.text, found.now, found.profile
    return text(
        f"team.grade_{now['grade_reason']}",
        grade=text(f"grade.{now['grade']}"),
        line=points(now["excellent_line"]),
        quota=share(profile["quota_share"]),
        covered=points(now["covered_weight"]),
        least_covered=points(profile["least_covered_weight"]),
        tasks=now["task_count"],
        least_tasks=profile["least_tasks"],
    )


def _facts(visit: Visit, found: Team) -> str:
    text, now = visit.text, found.now
    facts: list[tuple[str, str, str]] = []
    if found.profile["below_count"]:
        rolled = _points(visit, now["rolled_score"])
        facts.append((text("team.rolled"), rolled, text("team.rolled_note")))
    for period in found.periods.iter_rows(named=True):
        year, _, quarter = period["period"].partition("Q")
        length = "quarter" if quarter else "year"
        name = text(f"team.{length}", year=year, quarter=quarter)
        key = "period_none" if period["score"] is None else "period_note"
        note = text(
            f"team.{key}",
            grade=text(f"grade.{period['grade']}"),
            graded=period["graded_months"],
            least=period["least_months"],
        )
        facts.append((name, _points(visit, period["score"]), note))
    facts.append(
        (
            text("team.covered"),
            text("team.covered_points", points=points(now["covered_weight"])),
            text("team.tasks_note", count=now["task_count"]),
        )
    )
    rows = "".join(
        f"<div><dt>{html(name)}</dt><dd>{html(value)}<small>{html(note)}</small></dd></div>"
        for name, value, note in facts
    )
    return f'<dl class="tc-facts">{rows}</dl>'


def _points(visit: Visit, value: float | None) -> str:
    return NOTHING if value is None else visit.text("team.points", value=published(value))
