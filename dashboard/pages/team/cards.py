"""The cards of one team: work record, evaluation, disclosure, petitions, audit."""

from __future__ import annotations

from typing import Any

from dashboard.pages.visit import Visit
from dashboard.pages.words.cards import named_numbers
from dashboard.pages.words.figures import published
from dashboard.pages.words.markup import Html, html, link, section, small, table
from dashboard.pages.words.numbers import NOTHING, day_words, share
from dashboard.reads.explained_part import ITEM_MARK
from dashboard.reads.team_parts import team_parts
from dashboard.reads.team_records import TeamRecords, team_records

CARDS = ("tasks", "evaluation", "disclosure", "petitions", "audit")


def all_cards(visit: Visit) -> Html:
    """Return the five cards, card A with its tasks and card B with its voices."""
    found, records = (
        visit.fetch(team_parts, visit.filters),
        visit.fetch(team_records, visit.filters),
    )
    assert found is not None, "the page asked before"
    assert records is not None, "the page asked before"
    parts = list(found.parts.iter_rows(named=True))
    return Html(
        "".join(
            _card(visit, name, [part for part in parts if part["dimension"] == name], records)
            for name in CARDS
        )
    )


def _card(visit: Visit, name: str, parts: list[dict[str, Any]], records: TeamRecords) -> Html:
    text = visit.text
    score = parts[0]["dimension_score"]
    title = text(
        "team.card_title" if score is not None else "team.card_title_none",
        card=text(f"team.card_{name}"),
        score=published(score),
        points=f"{parts[0]['dimension_points']:g}",
    )
    if score is None:
        return section(title, text(f"team.card_{name}_none"))
    shown = [_parts_table(visit, title, parts, records)]
    if name == "tasks":
        shown.append(_tasks(visit, records))
    return section(title, *shown, note=text(f"team.card_{name}_note"))


def _parts_table(
    visit: Visit, title: str, parts: list[dict[str, Any]], records: TeamRecords
) -> Html:
    text = visit.text
    rows = [
        (
            link(visit.link("team", item=part["part"]), text(f"part.{part['part']}")),
            published(part["part_score"]),
            published(part["peer_part_score"]),
            _basis(visit, part, records),
        )
        if part["n"] is not None
        else (text(f"part.{part['part']}"), NOTHING, NOTHING, text("team.part_none"))
        for part in parts
    ]
    names = ("part", "part_score", "peer_median", "basis")
    columns = [text(f"team.column_{name}") for name in names]
    body = table(title, columns, rows, " nn ", is_cards=True)
    return named_numbers(body, "tc-parts", {2: columns[1], 3: columns[2]})


def _basis(visit: Visit, part: dict[str, Any], records: TeamRecords) -> str:
    """Return what a rate stands on, in words: how many, of how many, how much."""
    text, name = visit.text, part["part"]
    if name.startswith("rating_"):
        return _voices(visit, records.voices.get(name.removeprefix("rating_"), {}))
    key = name if f"team.basis_{name}" in text.words else "other"
    return text(
        f"team.basis_{key}",
        n=part["n"],
        hits=part["hits"],
        missed=part["n"] - part["hits"],
        rate=share(part["rate"] / 100),
        weight=f"{part['sum_w']:,.0f}",
        done=f"{part['sum_wx'] / 100:,.0f}",
    )


def _voices(visit: Visit, voice: dict[str, Any]) -> str:
    text = visit.text
    said = []
    if voice.get("rater_count"):
        said.append(
            text(
                "team.basis_raters",
                count=voice["rater_count"],
                given=voice["given_count"],
                lowest=published(voice["lowest"]),
                highest=published(voice["highest"]),
            )
        )
    if voice.get("vote_count"):
        said.append(text("team.basis_votes", count=f"{voice['vote_count']:.0f}"))
    return text("between.reasons").join(said)


def _tasks(visit: Visit, records: TeamRecords) -> Html:
    text = visit.text
    rows = [
        (
            Html(_task_link(visit, task) + small(task["task_id"])),
            Html(f"{html(_due(visit, task))}{small(_weight(visit, task))}"),
            _state(visit, task),
        )
        for task in records.tasks.iter_rows(named=True)
    ]
    title = text("team.tasks_title", count=records.task_count)
    columns = [text(f"team.column_{name}") for name in ("task", "due", "state")]
    listed = table(title, columns, rows, is_cards=True)
    cut = ""
    if records.task_count > len(rows):
        everything = link(visit.link("team", item="task_completion"), text("team.tasks_all"))
        said = text("team.tasks_cut", shown=len(rows), count=records.task_count)
        cut = f"<p>{html(said)} {everything}</p>"
    return Html(f'<h3 class="tc-next">{html(title)}</h3>{listed}{cut}')


def _task_link(visit: Visit, task: dict[str, Any]) -> Html:
    item = f"task_completion{ITEM_MARK}{task['task_id']}"
    return link(visit.link("team", item=item), task["title"])


def _due(visit: Visit, task: dict[str, Any]) -> str:
    return day_words(task["due_day"], visit.text)


def _weight(visit: Visit, task: dict[str, Any]) -> str:
    text = visit.text
    return text(
        "team.task_weight",
        level=text(f"explain.level.{task['level']}"),
        role=text(f"explain.role.{task['role']}"),
        weight=f"{task['weight']:g}",
    )


def _state(visit: Visit, task: dict[str, Any]) -> Html:
    text, late = visit.text, task["days_late"]
    key = ("done" if task["is_done"] else "open") + ("_late" if late > 0 else "")
    mark = {"done": "●", "done_late": "▲", "open": "◆", "open_late": "■"}[key]
    colour = {"done": "green", "done_late": "yellow", "open": "grey", "open_late": "red"}[key]
    quality = task["quality"] if task["is_done"] else None
    said = text(
        f"team.task_{key}",
        day=day_words(task["done_on"], text) if task["done_on"] else "",
        days=late,
        progress=share(task["progress"] or 0),
    )
    if quality:
        said += text("team.task_quality", quality=text(f"explain.quality.{quality}"))
    return Html(
        f'<span class="tc-{colour}"><span aria-hidden="true">{mark}</span></span> {html(said)}'
    )
