"""S4: what somebody sent is theirs to take back while its teams are theirs to write of."""

from __future__ import annotations

import pytest

from dashboard.ingest.receiving import receive
from dashboard.rights.uploads import may_take_back
from dashboard.storage.uploads import Upload
from tests.office import Office

FILE = "task_id,team_id,title,due_on\nNEW-1,T0013,一,2026-10-20\n".encode()


@pytest.fixture
def upload(office: Office) -> Upload:
    """A file that clerk1 sent of the team T0013."""
    receipt = receive(office.stores, "tasks", FILE, "own.csv", actor="clerk1")
    assert receipt.upload_id is not None
    return office.stores.records.upload(receipt.upload_id)


def may(office: Office, login: str, upload: Upload) -> bool:
    """Tell whether somebody may change the state of an upload now."""
    viewer = office.viewer(office.sign_in(login))
    return may_take_back(office.stores, viewer, office.stores.records.upload(upload.upload_id))


def test_s4_a_clerk_who_went_to_another_office_takes_nothing_back(
    office: Office, upload: Upload
) -> None:
    """The rows are of the office that was left, and change its scores."""
    grant = office.give("clerk1", "clerk", "T0013")
    assert may(office, "clerk1", upload)

    office.stores.records.grants.revoke(grant.number, "admin1")
    office.give("clerk1", "clerk", "T0014")

    assert not may(office, "clerk1", upload)


def test_s4_what_the_office_took_back_its_sender_does_not_put_back(
    office: Office, upload: Upload
) -> None:
    """Their own second thoughts they may have."""
    office.give("clerk1", "clerk", "T0013")
    office.give("assessor1", "assessor")
    records = office.stores.records
    records.undo(upload.upload_id, "clerk1", "x")
    assert may(office, "clerk1", upload)

    records.redo(upload.upload_id, "clerk1")
    records.undo(upload.upload_id, "assessor1", "x")

    assert not may(office, "clerk1", upload)
    assert may(office, "assessor1", upload)
