"""What no single test of a page or module can see: imports, words, text catalogues."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dashboard.settings import ROOT
from dashboard.text import FOLDER, catalogue

PACKAGE = ROOT / "dashboard"
CHINESE = re.compile("[\u3400-\u9fff\uff00-\uffef]")
# Three words in a row, written as a person writes them and not as markup or a style.
SENTENCE = re.compile(r"\b[A-Z]?[a-z']+ [a-z']+ [a-z']+\b(?![^<]*>)")
MARKUP = re.compile(r"[<>{};=]|--|\w:")
LANGUAGES = sorted({path.name.split(".")[-2] for path in FOLDER.glob("*.toml")})


def test_imports_go_back_along_the_arrow() -> None:
    """Every import contract of pyproject.toml holds."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as l; l()",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_page_imports_another() -> None:
    """What two pages share lies in a module of its own, which is not a page."""
    folder = PACKAGE / "pages"
    shown = sorted(folder.glob("*/page.py"))
    pages = {f"dashboard.pages.{path.parent.name}.page" for path in shown}
    importing = {
        path.relative_to(folder).as_posix(): found
        for path in folder.rglob("*.py")
        if (found := pages & set(imported(parsed(path))))
    }

    assert all(is_page(parsed(path)) for path in shown)
    assert importing == {"menu.py": pages}


@pytest.mark.parametrize("folder", ["pages", "charts"])
def test_every_word_stands_in_the_catalogue(folder: str) -> None:
    """Pages and charts hold no Chinese and no sentence of their own."""
    words = [
        f"{path.name}:{line}: {text}"
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        for line, text in literals(parsed(path))
        if CHINESE.search(text) or (SENTENCE.search(text) and not MARKUP.search(text))
    ]

    assert words == []


def test_each_language_says_the_same_things() -> None:
    """The catalogues have the same keys, and each word names the same values."""
    named = [
        {key: names_in(word) for key, word in catalogue(language).words.items()}
        for language in LANGUAGES
    ]

    assert LANGUAGES == ["en", "zh"]
    assert sorted(named[0]) == sorted(named[1])
    assert {key for key in named[0] if named[0][key] != named[1][key]} == set()


def test_every_word_is_used() -> None:
    """A key that no module names any more is taken out of the catalogues."""
    used = [pattern for path in sources() for pattern in key_patterns(parsed(path))]
    any_used = re.compile("|".join(sorted(set(used))))

    assert [key for key in catalogue("en").words if not any_used.fullmatch(key)] == []


def sources() -> list[Path]:
    """Every Python file of the product."""
    return [ROOT / "streamlit_app.py", *sorted(PACKAGE.rglob("*.py"))]


@cache
def parsed(path: Path) -> ast.Module:
    """Read one module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def is_page(tree: ast.Module) -> bool:
    """Tell whether a module is a page: it has a function `show`."""
    return any(isinstance(node, ast.FunctionDef) and node.name == "show" for node in tree.body)


def imported(tree: ast.Module) -> Iterator[str]:
    """Name what a module imports, from wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def texts(tree: ast.Module) -> Iterator[tuple[ast.Constant, str]]:
    """Every text in a module, and the node it stands in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every text a reader could meet, with its line: no docstrings, assertions, errors."""
    left_out: set[ast.AST] = set()
    for node in ast.walk(tree):
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_docstring or isinstance(node, ast.Assert | ast.Raise):
            left_out.update(ast.walk(node))
    yield from ((node.lineno, text) for node, text in texts(tree) if node not in left_out)


def key_patterns(tree: ast.Module) -> Iterator[str]:
    """Every text that may be a key of the catalogue, as a pattern for whole keys.

    `"page.overview"` is one key, `f"page.{name}"` any key of that table.
    """
    for _, text in texts(tree):
        if re.fullmatch(r"\w+(\.\w+)+", text):
            yield re.escape(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            pattern = "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                for part in node.values
            )
            if re.match(r"\w+\\\.", pattern):
                yield pattern


def names_in(word: str) -> set[str]:
    """Name the values a word has room for."""
    return {name for _, name, _, _ in string.Formatter().parse(word) if name}
