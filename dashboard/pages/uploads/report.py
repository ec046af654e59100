"""What would come of a file, in words: counts, or every reason why not."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.theme import STATE_MARKS
from dashboard.ingest.answering.problem_counts import problem_counts
from dashboard.ingest.problems import Problem
from dashboard.ingest.receipt import Receipt
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.markup import Html, html, link, section
from dashboard.storage.records import Upload
from dashboard.text import Text

# A person mends the first fifty on screen and the rest in the file itself.
LISTED_PROBLEMS = 50
_LISTED_RULES = 20
_LISTED_ROWS = 20
_LISTED_NOTICES = 10


def is_worth_storing(receipt: Receipt) -> bool:
    """Tell whether storing would change anything, or states that there is nothing."""
    if receipt.problems and not receipt.accepted:
        return False
    is_statement = receipt.rows == 0 and receipt.duplicate_of is None
    return bool(receipt.new or receipt.changed or receipt.removed or is_statement)


def answer(visit: Visit, uploads: Sequence[Upload], receipt: Receipt) -> Html:
    """Return in one sentence what would come of a file without problems, and its counts."""
    text, title = visit.text, visit.text("drafts.answer_title")
    if receipt.duplicate_of is not None:
        when = _earlier(text, uploads, receipt.duplicate_of)
        return section(title, marked("grey", text("drafts.duplicate")), when)
    if not receipt.rows:
        return section(title, marked("green", text("drafts.statement")))
    kind = "good" if is_worth_storing(receipt) else "nothing_new"
    said = marked("green", text(f"drafts.{kind}", rows=f"{receipt.rows:,}"))
    return section(title, said, counts(text, receipt))


def refusal(visit: Visit, receipt: Receipt, *, is_read: bool = True) -> Html:
    """Return why a file cannot be stored as it is: by rule, with rows.

    Args:
        is_read: whether a table was read, so that rows can be pointed at.
    """
    text, problems = visit.text, receipt.problems
    is_whole = receipt.rows == 0 or receipt.rejected == receipt.rows
    key = "refused_whole" if is_whole and problems[0].row is None else "refused"
    said = text(f"drafts.{key}", rejected=f"{receipt.rejected:,}", rows=f"{receipt.rows:,}")
    found = problem_counts(problems)
    lines = [_rule(one.words(text)) for one in found[:_LISTED_RULES]]
    if len(found) > len(lines):
        lines.append(_rule(text("drafts.more_told", count=len(found))))
    rules = Html(f'<ul class="tc-told">{"".join(lines)}</ul>')
    after = "refused_next" if is_read else "refused_unread"
    title = Html(f"<h3>{html(text('drafts.rules_title', count=f'{len(problems):,}'))}</h3>")
    return section(
        text("drafts.answer_title"),
        marked("red", said),
        title,
        rules,
        Html(f'<p class="tc-then">{html(text(f"drafts.{after}"))}</p>'),
    )


def _rule(words: str) -> str:
    return f"<li>{html(words)}</li>"


def says_more(problems: Sequence[Problem]) -> bool:
    """Tell whether the list of all problems says more than the summary by rule."""
    return len(problems) > len(problem_counts(problems)) or len(problems) > _LISTED_RULES


def sentences_label(text: Text, problems: Sequence[Problem]) -> str:
    """Return what the list of sentences is called."""
    shown = min(len(problems), LISTED_PROBLEMS)
    return text(f"drafts.{'all' if shown == len(problems) else 'first'}_title", count=shown)


def sentences(text: Text, problems: Sequence[Problem]) -> Html:
    """Return the first problems, each in a sentence that says where and what to do."""
    lines = "".join(f"<li>{html(one.message(text))}</li>" for one in problems[:LISTED_PROBLEMS])
    return Html(f'<div class="tc-section tc-listed"><ol class="tc-told">{lines}</ol></div>')


def aside(visit: Visit, receipt: Receipt) -> Html | None:
    """Return what was left out or guessed, so that nothing is ignored in silence."""
    text = visit.text
    said = [one.message(text) for one in receipt.notices[:_LISTED_NOTICES]]
    if len(receipt.notices) > len(said):
        said.append(text("drafts.more_told", count=f"{len(receipt.notices):,}"))
    if receipt.unknown_columns:
        names = text("between.names").join(receipt.unknown_columns)
        said.append(text("drafts.unknown_columns", names=names))
    for name in ("title_rows", "left_out"):
        rows = getattr(receipt, name)
        if rows:
            said.append(text(f"drafts.{name}", rows=rows_words(text, rows)))
    if not said:
        return None
    lines = "".join(f"<li>{html(words)}</li>" for words in said)
    return section(text("drafts.told_title"), Html(f'<ul class="tc-told">{lines}</ul>'))


def rows_words(text: Text, rows: Sequence[int]) -> str:
    """Return row numbers, the first ones of many."""
    shown = text("between.names").join(str(row) for row in rows[:_LISTED_ROWS])
    if len(rows) <= _LISTED_ROWS:
        return shown
    return text("drafts.more_rows", rows=shown, count=f"{len(rows):,}")


def counts(text: Text, receipt: Receipt) -> Html:
    """Return what storing does to rows, a line for each thing it does."""
    lines = [
        ("new", receipt.new),
        ("changed", receipt.changed),
        ("same", receipt.same),
    ]
    if receipt.removed:
        lines.append(("removed", receipt.removed))
    if receipt.accepted and receipt.rejected:
        lines.append(("rejected", receipt.rejected))
    shown = "".join(
        f"<li><strong>{count:,}</strong> <b>{html(text(f'drafts.count_{name}'))}</b> "
        f"<span>{html(text(f'drafts.means_{name}'))}</span></li>"
        for name, count in lines
    )
    return Html(f'<ul class="tc-counts">{shown}</ul>')


def counts_alone(text: Text, receipt: Receipt) -> Html:
    """Return what storing does to rows, without a title."""
    return Html(f'<div data-tc class="tc-section">{counts(text, receipt)}</div>')


def stored(visit: Visit, file_name: str, receipt: Receipt) -> Html:
    """Return the receipt of a file that was stored."""
    text = visit.text
    title = text("drafts.stored_title", upload_id=receipt.upload_id)
    said = marked("green", text("drafts.stored", name=file_name))
    way = link(visit.link("uploads", item=receipt.upload_id), text("drafts.stored_link"))
    return section(title, said, counts(text, receipt), Html(f"<p>{way}</p>"))


def unchanged(visit: Visit, uploads: Sequence[Upload], receipt: Receipt) -> Html:
    """Return what came of a confirmation that had nothing left to store."""
    if receipt.problems:
        return refusal(visit, receipt)
    return answer(visit, uploads, receipt)


def marked(colour: str, words: str) -> Html:
    """Return a sentence with the shape and colour of a state."""
    mark = f'<span aria-hidden="true">{STATE_MARKS[colour]}</span>'
    return Html(f'<p class="tc-light tc-{colour} tc-says">{mark} {html(words)}</p>')


def _earlier(text: Text, uploads: Sequence[Upload], upload_id: str) -> str:
    earlier = next((one for one in uploads if one.upload_id == upload_id), None)
    return text(
        "drafts.duplicate_when",
        upload_id=upload_id,
        at=numbers.moment_words(earlier.uploaded_at, text) if earlier else "",
        name=earlier.file_name if earlier else "",
    )
