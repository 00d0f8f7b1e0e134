"""What a report is about: a counter by its settings, or the training set-up."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.contract.clock import Clock
from kiosk.services.failures import Failed
from kiosk.services.folders import Folders
from kiosk.services.secrets import Secrets
from kiosk.services.settings import CounterSettings


@dataclass(frozen=True, slots=True)
class Subject:
    """A counter, and where its parts are.

    `settings` are None in training, or the failure that kept them from being read. `secrets`
    gives what keeps the keys. `central` is its address, "" where none is known; `trust` holds
    the authorities that are believed until central gives others.
    """

    folders: Folders
    settings: CounterSettings | Failed | None
    file: Path
    secrets: Callable[[], Secrets]
    central: str
    trust: Path
    clock: Clock
    resources: Path
