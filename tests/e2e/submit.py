"""A command at the counter of a set-up that runs, signed by a training card: for what has no window."""

from contextlib import closing
from datetime import timedelta

from kiosk.cli.sync import opened_counter
from kiosk.domain.commands import OpenMembership
from kiosk.services.folders import Folders
from tests.central.kiosk import SoftCard


def main() -> None:
    card = SoftCard(Folders.of_training().cards / "cards" / "organisation")
    with closing(opened_counter()) as counter:
        services = counter.services
        command = OpenMembership(
            identity=card.identity,
            cooperative_name="訓練用𠮷祥合作社",
            ubn="12345675",
            notice_version="2026-1",
            notice_shown_at=services.clock() - timedelta(minutes=1),
            signer=card.holder,
        )
        statement = services.desk.prepare(services.desk.new_membership_id(), command)
        services.desk.submit(statement, card.sign(statement.canonical_bytes()), signer=card.holder)


if __name__ == "__main__":
    main()
