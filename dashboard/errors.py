"""Every error this product raises on purpose, in one family.

    DashboardError               a sentence for the person who must act
    ├── RefusedError             what the caller gave cannot be taken (exit code 2)
    │   ├── UploadRefusedError   a file as a whole: unreadable, wrong kind, bad header
    │   ├── NotAllowedError      a right is missing
    │   ├── SignedOutError       nobody is signed in, or not any more
    │   ├── UnknownNameError     a relation, team, month, upload or link that does not exist
    │   ├── TooManyRowsError     an export would be longer than one file may be
    │   ├── CrowdedError         as much is being done for this person as may be at once
    │   ├── StoppedError         whoever asked stopped the question
    │   └── GoneError            a link that is over, or shows what is not there any more
    └── FaultError               a fault of ours (exit code 1)
        ├── CheckFailedError     a build broke an invariant; the old version keeps serving
        ├── DamagedError         a stored file does not match its recorded sum
        ├── TooLongError         a question took more time or memory than one may have
        └── BusyError            another process holds the lock for too long

Messages say what is wrong, where, and what to do. Anything outside the family is a bug:
it is logged with its traceback and shown as a reference number.
"""

from __future__ import annotations


class DashboardError(Exception):
    """Base of the family; the message is shown to people as it is."""


class RefusedError(DashboardError):
    """What the caller gave cannot be taken."""


class UploadRefusedError(RefusedError):
    """A whole file is refused; the message is a key of the text catalogue and its values.

    Attributes:
        rule: name of the rule that refused the file, also its key `problems.<rule>`.
        values: what the sentence names.
    """

    def __init__(self, rule: str, **values: object) -> None:
        super().__init__(rule, values)
        self.rule = rule
        self.values = values


class NotAllowedError(RefusedError):
    """A right is missing; said without naming what it would have shown."""


class SignedOutError(RefusedError):
    """Nobody is signed in, or not any more."""


class UnknownNameError(RefusedError):
    """A relation, team, month, upload or link that does not exist."""


class GoneError(RefusedError):
    """A link that is over, or shows what is not there any more; said without naming it."""


class TooManyRowsError(RefusedError):
    """An export would be longer than one file may be; nothing of it is handed out."""


class CrowdedError(RefusedError):
    """As much is being done for this person as may be at once; others wait as well."""


class StoppedError(RefusedError):
    """A question was stopped by who asked it."""


class FaultError(DashboardError):
    """A fault of ours."""


class TooLongError(FaultError):
    """A question took more time or memory than one may have, and was given up."""


class CheckFailedError(FaultError):
    """A build broke an invariant of `queries/checks/`; nothing was published."""


class DamagedError(FaultError):
    """A stored file does not match the sum recorded for it."""


class BusyError(FaultError):
    """Another process holds the lock for longer than this one may wait."""
