"""Which data a command is about: a counter's, by its settings, or the training set-up's."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kiosk.cli.output import refuse

if TYPE_CHECKING:
    from kiosk.services.secrets import Secrets
    from kiosk.services.settings import CounterSettings

Config = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", envvar="KIOSK_CONFIG", help="Settings in TOML: central, data, mode."
    ),
]
Training = Annotated[
    bool, typer.Option("--training", help="Of the training set-up, also where there is a counter.")
]

NOT_SET_UP = 4
"""Exit code where settings are wrong; the line says which."""
NOT_DONE = 4
"""Exit code where nothing was done; the line says why."""


def counter_settings(config: Path | None) -> "CounterSettings":
    """The counter's settings; ends the command where they are wrong."""
    from kiosk.services.failures import Failed
    from kiosk.services.settings import read_settings

    try:
        return read_settings(os.environ, config)
    except Failed as failed:
        refuse_with(failed.failure.value, failed.values, NOT_SET_UP)


def counter_here(training: bool, config: Path | None) -> "CounterSettings | None":
    """The settings of the counter that has data on this machine; None: the command is about training."""
    from kiosk.vaults import DATABASE_FILE

    if training:
        return None
    settings = counter_settings(config)
    return settings if (settings.folders.kiosk / DATABASE_FILE).exists() else None


def require_own_user() -> None:
    """End the command for root: what it writes would be closed to the user of the counter."""
    from kiosk.contract.as_root import runs_as_root
    from kiosk.services.failures import Trouble

    if runs_as_root():
        refuse_with(Trouble.RUNS_AS_ROOT.value, {}, NOT_DONE)


def refuse_with(code: str, values: Mapping[str, str | int], exit_code: int) -> NoReturn:
    """End with a failure's words, in both languages."""
    from kiosk.services.failures import FailureCatalogue
    from kiosk.services.folders import RESOURCES

    failures = FailureCatalogue(RESOURCES / "failures.toml")
    words = [failures.text(code, language, values) for language in ("zh", "en")]
    refuse("\n".join(f"{one.title}: {one.cause} {one.remedy} ({code})" for one in words), exit_code)


@contextmanager
def data_of(training: bool, config: Path | None) -> "Iterator[tuple[Path, bytes, Secrets]]":
    """The counter's database, its key and its secrets; nobody else opens them meanwhile.

    Ends the program on a failure.
    """
    from PySide6.QtCore import QLockFile

    from kiosk.services.failures import Failed, FailureCatalogue, Trouble, code_of
    from kiosk.services.folders import RESOURCES, Folders
    from kiosk.services.rekey import finish_rekey
    from kiosk.services.secrets import DATABASE_KEY
    from kiosk.vaults import DATABASE_FILE, secrets_of

    settings = counter_here(training, config)
    if settings is not None:
        require_own_user()
    folders = Folders.of_training() if settings is None else settings.folders
    lock = QLockFile(str(folders.root / "kiosk.lock"))
    try:
        if not folders.kiosk.exists():
            raise Failed(Trouble.BACKUP_UNUSABLE)
        if not lock.tryLock(0):
            raise Failed(Trouble.ALREADY_RUNNING)
        secrets = secrets_of(folders)
        finish_rekey(folders.kiosk / DATABASE_FILE, secrets)
        key = secrets.get(DATABASE_KEY)
        if key is None:
            raise Failed(Trouble.KEY_LOST)
        yield folders.kiosk / DATABASE_FILE, key, secrets
    except Exception as error:
        known = code_of(error)
        if known is None:
            raise
        words = FailureCatalogue(RESOURCES / "failures.toml").text(known[0], "zh", known[1])
        refuse(f"{known[0]} {words.title}：{words.remedy}", NOT_DONE)
    finally:
        lock.unlock()
