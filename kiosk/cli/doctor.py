"""`kiosk doctor`: is this machine well?"""

import json
from dataclasses import asdict
from typing import Annotated

import typer

UNWELL = 1
"""Exit code of a report with at least one finding that is not well."""


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    language: Annotated[str, typer.Option(help="Language of the remedies: zh or en.")] = "zh",
) -> None:
    """Check the machine, part by part; exit code 1 where something is not well."""
    from kiosk.services.diagnosis import diagnose, machine_probes
    from kiosk.services.failures import FailureCatalogue
    from kiosk.services.folders import RESOURCES, Folders
    from kiosk.services.training.set_up import found

    folders = Folders.of_training()
    running = found(folders)
    findings = diagnose(
        machine_probes(folders.root, RESOURCES, None if running is None else running.central_url)
    )
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        catalogue = FailureCatalogue(RESOURCES / "failures.toml")
        for finding in findings:
            typer.echo(f"{'✓' if finding.ok else '✗'} {finding.probe}: {finding.seen}")
            if finding.code:
                typer.echo(f"  {finding.code} {catalogue.text(finding.code, language).remedy}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(UNWELL)
