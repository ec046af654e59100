"""Settings: the only reader of the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Identity = Literal["demo", "local", "oidc", "proxy"]

# They become part of a header as they are.
_FRAME_HOSTS = r"^(https?://(\*\.)?[A-Za-z0-9.-]+(:[0-9]+)?( +|$))*$"

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
        embed_hosts: whose pages may show ours in a frame, such as
            https://portal.example.gov.cn or https://*.example.gov.cn:8443, separated by
            spaces; nobody's by default.
        session_hours: after which everybody signs in again.
        idle_minutes: after which a session that is not used ends.
        log_months: for which the log stays in the records before `log prune` may seal it.
        witness_path: file that has seen how far the log goes, best on another disk; None
            is a file in the workspace.
        query_seconds: after which a question to the scores is given up.
        query_memory: what all questions to one version may use, in DuckDB's words.
        oidc_client_id, oidc_client_secret: what the identity provider knows us by; without
            them the section [auth] of Streamlit's secrets.toml is used.
        oidc_metadata_url: where the provider describes itself; it ends in
            /.well-known/openid-configuration.
        oidc_claim: which of the provider's claims is the login.
        proxy_header: in which the trusted proxy names the login.
        proxy_addresses: from which the proxy asks, addresses or networks, with commas.
        proxy_secret: what the proxy says in X-Proxy-Secret; None is nothing.
        proxy_sign_out: address where the proxy ends its own session.
        public_board: whether anybody may open /board, the disclosed months, without
            signing in; else only links made for the public show them.
        export_rows: rows that one exported file may hold; longer ones are refused.
        link_days: after which a shared link ends when its maker chose no other day.
        link_days_most: after which it ends whatever its maker chose.
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
    embed_hosts: str = Field(default="", pattern=_FRAME_HOSTS)
    session_hours: float = 12.0
    idle_minutes: float = 120.0
    query_seconds: float = 20.0
    query_memory: str = "2GB"
    export_rows: int = 200_000
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_metadata_url: str | None = None
    oidc_claim: str = "sub"
    proxy_header: str = "X-Forwarded-User"
    proxy_addresses: str = "127.0.0.1,::1"
    proxy_secret: SecretStr | None = None
    proxy_sign_out: str | None = None
    public_board: bool = False
    log_months: int = Field(default=36, ge=6)
    witness_path: Path | None = None
    link_days: int = 30
    link_days_most: int = 365

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
