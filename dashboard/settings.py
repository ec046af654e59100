"""Settings: the only reader of the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Identity = Literal["demo", "local", "oidc", "proxy"]

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
        identity: how it is found out who is looking: `demo` (a role is picked from a list,
            on this computer only), `local` (accounts with passwords), `oidc` (an identity
            provider), `proxy` (a header of a trusted reverse proxy).
        demo_anywhere: whether the demo may listen beyond this computer.
        public_url: the address people use, such as https://kpi.example.gov.cn; None is
            whatever host they ask, which only this computer may.
        session_hours: after which everybody signs in again.
        idle_minutes: after which a session that is not used ends.
        query_seconds: after which a question to the scores is given up.
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
    identity: Identity = "demo"
    demo_anywhere: bool = False
    public_url: str | None = None
    session_hours: float = 12.0
    idle_minutes: float = 120.0
    query_seconds: float = 20.0

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
