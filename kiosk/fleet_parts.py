"""What a counter hears from central about itself, and what it tells of itself, put together."""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from kiosk.contract.clock import Clock
from kiosk.contract.trust import TrustStore
from kiosk.services.condition import ConditionReports
from kiosk.services.documents import CentralDocuments, Guidance
from kiosk.services.from_central import FromCentral
from kiosk.services.settings import CounterSettings
from kiosk.services.sync.engine import Sync

_PACKAGE = "cooperative-kiosk"


def believing(
    settings: CounterSettings,
    device_id: str,
    folder: Path,
    clock: Clock,
    trust: TrustStore,
    guidance: Guidance,
) -> tuple[FromCentral, Callable[[Guidance], None]]:
    """What central sets, and what takes its guidance; it has taken `guidance`."""
    from_central = FromCentral(settings, device_id, folder, clock, version(_PACKAGE))

    def believe(guidance: Guidance) -> None:
        from_central.take(guidance)
        if guidance.anchors is not None:
            trust.pin(guidance.anchors)

    believe(guidance)
    return from_central, believe


def reports_folder(folder: Path) -> Path:
    """Where reports of bugs lie beside the database in `folder`."""
    return folder / "reports"


def condition_of(
    documents: CentralDocuments,
    from_central: FromCentral,
    sync: Sync,
    troubles: Callable[[], tuple[str, ...]],
    folder: Path,
    clock: Clock,
) -> ConditionReports:
    """What tells central how this counter is."""
    return ConditionReports(
        documents.client,
        documents,
        from_central,
        sync.status,
        troubles,
        folders=(folder, reports_folder(folder)),
        clock=clock,
    )
