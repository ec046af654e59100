"""Settings: the only reader of the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an operator may set, each by an environment variable `DASHBOARD_<NAME>`.

    Attributes:
        data: the workspace folder; created when missing.
        records_url: SQLAlchemy address of the records; None is SQLite in the workspace.
        petitioner_salt: secret that petitioners are hashed with; None is a file that is
            made once in the workspace, beside the evidence and not in it.
        kept_versions: published versions that stay on disk.
        build_memory: memory limit of a build, in DuckDB's words.
        build_threads: threads of a build; None is one per core.
    """

    model_config = SettingsConfigDict(env_prefix="DASHBOARD_", frozen=True)

    data: Path = ROOT / "data"
    records_url: str | None = None
    petitioner_salt: SecretStr | None = None
    kept_versions: int = 3
    build_memory: str = "4GB"
    build_threads: int | None = None
