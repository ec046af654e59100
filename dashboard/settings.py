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
        check_memory: bytes of address space the check of an upload may use.
        check_seconds: seconds it may take.
        checks_at_once: uploads that one server process checks at the same time.
    """

    model_config = SettingsConfigDict(env_prefix="DASHBOARD_", frozen=True)

    data: Path = ROOT / "data"
    records_url: str | None = None
    petitioner_salt: SecretStr | None = None
    kept_versions: int = 3
    build_memory: str = "4GB"
    build_threads: int | None = None
    check_memory: int = 6 * 2**30
    check_seconds: float = 600.0
    checks_at_once: int = 2

    def environment(self) -> dict[str, str]:
        """Return the environment that gives another process these settings."""
        prefix = self.model_config.get("env_prefix", "")
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {
            f"{prefix}{name}".upper(): _written(value)
            for name, value in values.items()
            if value is not None
        }


def _written(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    # The process may start in another folder.
    return str(value.absolute() if isinstance(value, Path) else value)
