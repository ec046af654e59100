"""Roles, and the rights each of them gives: the one table that checks and pages both read."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["leader", "clerk", "assessor", "register", "team_head", "auditor", "admin"]
# In the order of the permission matrix.
ROLES: tuple[Role, ...] = get_args(Role)

Right = Literal[
    "read",
    "see_severity",
    "export",
    "make_link",
    "make_public_link",
    "upload_reports",
    "upload_registers",
    "upload_office",
    "take_back",
    "sign",
    "disclose",
    "read_log",
    "see_readers",
    "manage_people",
    "manage_links",
]
RIGHTS: tuple[Right, ...] = get_args(Right)

# Readers of scores; an administrator gives rights and sees no score.
_READERS: tuple[Role, ...] = ("leader", "clerk", "assessor", "team_head", "auditor")

GIVEN_TO: dict[Right, tuple[Role, ...]] = {
    "read": _READERS,
    # How lenient each rater is: published, it would bring pressure on strict ones.
    "see_severity": ("assessor",),
    "export": _READERS,
    "make_link": _READERS,
    "make_public_link": ("assessor",),
    "upload_reports": ("clerk",),
    "upload_registers": ("register",),
    "upload_office": ("assessor",),
    "take_back": ("assessor",),
    "sign": ("assessor",),
    "disclose": ("assessor",),
    "read_log": ("auditor",),
    "see_readers": ("team_head", "assessor", "auditor"),
    "manage_people": ("admin",),
    "manage_links": ("admin",),
}

# Who uploads what: departments what they did, the two offices their registers, the
# assessment office what belongs to nobody it assesses.
UPLOADED_BY: dict[str, Right] = {
    "teams": "upload_office",
    "adjustments": "upload_office",
    "ballots": "upload_office",
    "ratings": "upload_reports",
    "tasks": "upload_reports",
    "disclosures": "upload_reports",
    "objections": "upload_reports",
    "petitions": "upload_registers",
    "audit_findings": "upload_registers",
}
