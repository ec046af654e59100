"""Documents that a newcomer trusts: they name what is there, and all of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from dashboard.settings import ROOT, Settings

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_tour_names_only_files_that_exist() -> None:
    """Every path of the tour leads somewhere."""
    tour = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    paths = [word for word in re.findall(r"`([^`\s]+)`", tour) if "/" in word or ".py" in word]

    assert len(paths) > 20
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    """A link or picture of a document is a file of the repository."""
    targets = re.findall(r"\]\((?!https?:)([^)#\s]+)", document.read_text(encoding="utf-8"))

    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_setting_is_explained_to_operators() -> None:
    """The table of operations.md has each setting, by the name of its variable."""
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `(DASHBOARD_\w+)`", operations, flags=re.MULTILINE))

    assert explained == {f"DASHBOARD_{name.upper()}" for name in Settings.model_fields}


def test_the_readme_has_one_picture_and_two_commands() -> None:
    """What the README promises is what the tests and the app are started with."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert re.findall(r"```sh\n(.*?)\n```", readme, flags=re.DOTALL) == [
        "pip install -r requirements.txt && streamlit run streamlit_app.py",
        "pip install -r requirements-dev.txt && poe test",
    ]
    assert len(re.findall(r"!\[", readme)) == 1


@pytest.mark.parametrize(
    ("file", "extras"), [("requirements.txt", ()), ("requirements-dev.txt", ("dev",))]
)
def test_requirement_files_are_in_step(file: str, extras: tuple[str, ...]) -> None:
    """Each requirement of pyproject.toml is pinned within its bounds: `poe requirements`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    wanted += [line for extra in extras for line in project["optional-dependencies"][extra]]
    pinned = pins(file)

    for requirement in map(Requirement, wanted):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is not in {file}"
        assert requirement.specifier.contains(version), f"{requirement} is {version} in {file}"


def test_both_requirement_files_name_the_same_versions() -> None:
    """What is tested is what is installed."""
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_requirement_files_are_hashed_and_name_no_address(file: str) -> None:
    """They serve every registry, and nothing can be swapped on the way."""
    text = (ROOT / file).read_text(encoding="utf-8")

    assert "://" not in text
    assert "index-url" not in text
    assert len(re.findall(r"^\S+==\S+ .*\\\n    --hash=", text, flags=re.MULTILINE)) == len(
        re.findall(r"^\S+==", text, flags=re.MULTILINE)
    )


def pins(file: str) -> dict[str, str]:
    """Return the version of each package of a requirements file."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==([\w.]+)", text, flags=re.MULTILINE))
