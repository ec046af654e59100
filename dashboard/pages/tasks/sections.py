"""The sections of the page on tasks, each one message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dashboard.charts.theme import STATE_MARKS
from dashboard.filters import TASK_LIGHTS, TASK_LISTS, TASK_ROLES, TASK_STATES
from dashboard.kinds import LEVELS
from dashboard.pages.narrowing import (
    aside,
    facet,
    lines,
    narrowed,
    pager,
    shaped,
    tabs,
    team_link,
)
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.markup import Html, html, link, section, small, table
from dashboard.reads.tasks import Ledger
from dashboard.reads.written import written
from dashboard.text import Text

# Sentences, and side remarks.
Said = tuple[list[str], list[str]]

MARKS = STATE_MARKS | {"blue": "▼"}


def headline(visit: Visit, month: Ledger) -> Html:
    """Return the one sentence to take away, what comes next, and the day it holds for."""
    text, lights, states = visit.text, month.lights, month.states
    calm = "tasks.headline_calm" if month.total else "tasks.none_title"
    message = text(
        "tasks.headline" if lights["red"] else calm,
        total=month.total,
        overdue=states["overdue"],
        far=month.far_count,
    )
    coming = text(
        "tasks.coming",
        behind=lights["yellow"],
        soon=lights["blue"],
        days=month.due_soon_days,
        done=states["done"],
    )
    if not month.total:
        coming = text("tasks.none")
    assert visit.filters.month is not None
    title = text("tasks.title", month=numbers.month_words(visit.filters.month, text))
    is_newest = visit.filters.month == visit.choices.months[0]
    basis = text(
        "tasks.basis" if is_newest else "tasks.basis_past",
        cutoff=numbers.day_words(month.cutoff, text),
    )
    return Html(
        f'<section class="tc-headline"><h1>{html(title)}</h1>'
        f'<p class="tc-message">{html(message)}</p><p>{html(coming)}</p>'
        f'<p class="tc-remark">{html(basis)}</p></section>'
    )


def choices(visit: Visit, month: Ledger) -> Html:
    """Return the count of tasks in each light, and what else the list is narrowed by."""
    text, search = visit.text, visit.filters.search
    found = text("tasks.found", search=search, count=month.slice.total)
    end = link(narrowed(visit, search=None), text("tasks.search_end"))
    searched = Html(f'<p class="tc-pages">{html(found)} {end}</p>' if search else "")
    tiles = "".join(_tile(visit, month, light) for light in TASK_LIGHTS)
    states = {name: text(f"tasks.state_{name}") for name in TASK_STATES}
    levels = {name: text(f"tasks.level_{name}") for name in LEVELS}
    roles = {name: text(f"tasks.role_{name}") for name in TASK_ROLES}
    narrowing = Html(
        facet(visit, "state", month.states, states, task_light=None)
        + facet(visit, "level", month.levels, levels)
        + facet(visit, "role", month.roles, roles)
        + searched
    )
    if not month.total:
        return Html(f'<section data-tc class="tc-section">{narrowing}</section>')
    lights = Html(f'<ul class="tc-tiles tc-five">{tiles}</ul>')
    return section(text("tasks.lights_title"), lights, narrowing)


def _tile(visit: Visit, month: Ledger, light: str) -> str:
    text = visit.text
    is_on = visit.filters.task_light == light
    address = narrowed(visit, task_light=None if is_on else light, state=None)
    word = text(f"tasks.light_{light}")
    hint = text("filter.remove", name=word) if is_on else ""
    title = f' title="{escape(hint)}" aria-current="true"' if is_on else ""
    meaning = text(
        f"tasks.meaning_{light}",
        days=month.due_soon_days,
        behind=f"{month.behind_points:.0f}",
        far=f"{month.far_behind_points:.0f}",
    )
    kind = "tc-tile tc-on" if is_on else "tc-tile"
    return (
        f'<li class="{kind}">'
        f'<a href="{escape(address)}"{title}>{_mark(light, word)}</a>'
        f'<p class="tc-count"><strong>{month.lights[light]}</strong> '
        f"{html(text('tasks.unit'))}</p><p>{html(meaning)}</p></li>"
    )


def _mark(light: str, word: str) -> Html:
    return Html(
        f'<span class="tc-light tc-{light}"><span aria-hidden="true">{MARKS[light]}</span> '
        f"{html(word)}</span>"
    )


def ledger(visit: Visit, month: Ledger) -> Html:
    """Return the list that is chosen: what presses most first."""
    text = visit.text
    if not month.total:
        return Html("")
    if month.rows.is_empty():
        return section(text("tasks.none_title"), text("tasks.none"))
    chosen = visit.filters.task_list or TASK_LISTS[0]
    words = {name: text(f"tasks.list_{name}") for name in TASK_LISTS}
    title = text("tasks.list_title", list=words[chosen], count=month.slice.total)
    rows = [
        (
            Html(html(task["title"]) + small(_origin(task, text))),
            _state(task, text),
            Html(
                link(team_link(visit, task["team_id"]), task["team_name"])
                + small(text(f"tasks.role_{task['role']}"))
            ),
            _last(_LISTS[chosen](task, text), task, text),
        )
        for task in month.rows.iter_rows(named=True)
    ]
    columns = [text(f"tasks.column_{name}") for name in ("task", "state", "team", chosen)]
    return section(
        title,
        tabs(visit, "task_list", chosen, words, text("tasks.lists")),
        shaped(table(title, columns, rows, is_cards=True), "tasks"),
        pager(visit, month.slice),
        note=text("tasks.order"),
    )


def _origin(task: Mapping[str, Any], text: Text) -> str:
    parts = (task["task_id"], text(f"tasks.level_{task['level']}"), task["source"])
    return " · ".join(part for part in parts if part)


def _last(said: Sequence[Sequence[str]], task: Mapping[str, Any], text: Text) -> Html:
    """Return the sentences of a list, then what belongs to them and where it came from."""
    sentences, asides = said
    source = text("list.source", file=task["file_name"], row=task["source_row"])
    rest = " · ".join(part for part in (*asides, source) if part)
    return lines(*sentences, aside(rest))


def _state(task: Mapping[str, Any], text: Text) -> Html:
    mark = _mark(task["task_light"], text(f"tasks.state_{task['state']}"))
    left = task["days_left"]
    if task["state"] in ("done", "exempt"):
        return mark
    key = "over" if left < 0 else "left"
    return Html(mark + small(text(f"tasks.days_{key}", days=abs(left))))


def _time(task: Mapping[str, Any], text: Text) -> Said:
    days = []
    for name in ("assigned_on", "due_on", "extended_to", "done_on"):
        if task[name] is not None:
            day = numbers.day_words(task[name], text)
            days.append(text(f"tasks.{name}", day=day))
    return [text("between.names").join(days), _progress(task, text)], []


def _progress(task: Mapping[str, Any], text: Text) -> str:
    if task["state"] in ("done", "exempt"):
        return ""
    if task["done_on"] is not None:
        return text("tasks.progress_unknown")
    if task["progress"] is None:
        done = text("tasks.progress_none")
    else:
        done = text("tasks.progress", share=_points(100 * task["progress"]))
    behind = task["points_behind"]
    if behind is None:
        return done
    plan = text("tasks.plan", share=_points(100 * task["plan_share"]))
    gap = text(f"tasks.plan_{'behind' if behind > 0 else 'kept'}", points=_points(behind))
    return text("between.names").join((done, plan, gap))


def _points(value: float) -> str:
    return str(written(abs(value), 0))


def _problem(task: Mapping[str, Any], text: Text) -> Said:
    return [task["problem"] or text("tasks.not_given")], [_note(task, text)]


def _measure(task: Mapping[str, Any], text: Text) -> Said:
    evidence = task["evidence"]
    return [task["measure"] or text("tasks.not_given"), _progress(task, text)], [
        text("tasks.evidence", evidence=evidence) if evidence else text("tasks.evidence_none"),
        text("tasks.returns", count=task["returns"]) if task["returns"] else "",
        _note(task, text),
    ]


def _duty(task: Mapping[str, Any], text: Text) -> Said:
    quality = task["quality"]
    return [text("tasks.owner", owner=task["owner"] or text("tasks.not_given"))], [
        text("tasks.quality", quality=text(f"tasks.quality_{quality}")) if quality else "",
    ]


def _note(task: Mapping[str, Any], text: Text) -> str:
    if task["state"] == "exempt" and task["exempt_reason"]:
        return text("tasks.exempt_reason", reason=task["exempt_reason"])
    return text("tasks.note", note=task["note"]) if task["note"] else ""


_LISTS = {"time": _time, "problem": _problem, "measure": _measure, "duty": _duty}
