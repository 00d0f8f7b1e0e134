"""The doctor's report: about which counter, in lines or JSON, and packed for others."""

import json
import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kiosk.cli.output import refuse

if TYPE_CHECKING:
    from kiosk.services.diagnosis.subject import Subject
    from kiosk.services.folders import Folders
    from kiosk.services.secrets import Secrets

UNWELL = 1
"""Exit code of a report with at least one finding that is not well."""
NOT_PACKED = 4
"""Exit code where the report could not be written to its file."""


def report(training: bool, config: Path | None, language: str, as_json: bool, bundle: Path | None) -> None:
    """Ask everything and say what was found; exit code 1 where something is not well."""
    from kiosk.services.diagnosis.bundle import in_words, pack
    from kiosk.services.diagnosis.probes import machine_probes
    from kiosk.services.diagnosis.report import diagnose
    from kiosk.services.failures import FailureCatalogue

    subject = _subject(training, config)
    catalogue = FailureCatalogue(subject.resources / "failures.toml")
    findings = in_words(diagnose(machine_probes(subject)), catalogue, language)
    if as_json:
        typer.echo(json.dumps(findings, ensure_ascii=False))
    else:
        _print(findings)
    if bundle is not None:
        try:
            packed, left_out = pack(findings, subject.folders.logs, Path.home())
            _write(bundle, packed)
        except OSError as error:
            refuse(f"{bundle}: {error.strerror}", NOT_PACKED)
        typer.echo(f"{bundle}: report and log, {left_out} lines of others left out", err=True)
    if not all(one["ok"] for one in findings):
        raise typer.Exit(UNWELL)


def _print(findings: Sequence[Mapping[str, object]]) -> None:
    for one in findings:
        mark = ("!" if one["code"] else "✓") if one["ok"] else "✗"
        typer.echo(f"{mark} {one['probe']}: {one['seen']}")
        if one["code"]:
            typer.echo(f"  {one['code']} {one['remedy']}")


def _write(file: Path, packed: bytes) -> None:
    """For its owner only. Raises `OSError`."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(packed)
    file.chmod(0o600)


def _subject(training: bool, config: Path | None) -> "Subject":
    """The counter of this machine, else the training set-up; a counter too where its settings are wrong."""
    from kiosk.contract.clock import Clock, TrainingClock, system_clock
    from kiosk.services.diagnosis.subject import Subject
    from kiosk.services.failures import Failed
    from kiosk.services.folders import RESOURCES, Folders
    from kiosk.services.settings import CounterSettings, read_settings
    from kiosk.services.training.set_up import found
    from kiosk.vaults import DATABASE_FILE

    settings: CounterSettings | Failed | None
    try:
        settings = None if training else read_settings(os.environ, config)
    except Failed as failed:
        settings = failed
    folders, central = Folders.of_counter(), ""
    if isinstance(settings, CounterSettings):
        folders, central = settings.folders, settings.central
        set_up = bool(settings.places) or (folders.kiosk / DATABASE_FILE).exists()
        settings = settings if set_up else None
    clock: Clock = system_clock
    trust = RESOURCES / "trust"
    if settings is None:
        folders = Folders.of_training()
        running = found(folders)
        central = "" if running is None else running.central_url
        clock, trust = TrainingClock(folders.clock), folders.cards / "trust"
    file = folders.kiosk / DATABASE_FILE
    return Subject(folders, settings, file, partial(_secrets_of, folders), central, trust, clock, RESOURCES)


def _secrets_of(folders: "Folders") -> "Secrets":
    from kiosk.vaults import secrets_of

    return secrets_of(folders)
