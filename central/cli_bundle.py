"""`central bundle`: what kiosks without a network send on a USB stick, and what goes back on it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from central.cli_offices import AsJson, Data, answer, opened, refuse, words

if TYPE_CHECKING:
    from central.app import Central
    from central.bundle_export import BundleExport

bundle_app = typer.Typer(no_args_is_help=True, help="Sealed bundles: a kiosk's commands, and the answer.")

_File = Annotated[Path, typer.Argument(metavar="FILE", help="The sealed bundle.", dir_okay=False)]


@bundle_app.command("import")
def import_bundle(
    file: _File,
    data: Data,
    answer_file: Annotated[
        Path | None,
        typer.Option("--answer", metavar="FILE", help="Write the kiosk's answer there.", dir_okay=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take a kiosk's commands; the same bundle again changes nothing.

    Exit code 1 where it is refused, or where some commands cannot be decided yet.
    """
    from central.app import processor_of
    from central.bundle_import import BundleImport
    from central.surface import sealing_key
    from kiosk.contract.api import ApiProblem, Status
    from kiosk.contract.bundle import Kind
    from kiosk.contract.bundle_file import require_free

    with opened(data, as_json=as_json) as central, _refused_in_words(central, as_json=as_json):
        key = sealing_key(central.store.secret)
        if answer_file is not None:
            with _told("--answer"):
                require_free(answer_file, Kind.ANSWERS)
        taking = BundleImport(central.store.database, processor_of(central), key, central.clock)
        with _told("FILE"), file.open("rb") as stream:
            imported = taking.take(stream)
        counts = {status.value: imported.counts[status] for status in Status}
        fields: dict[str, Any] = {"device_id": imported.device_id, "commands": counts}
        if answer_file is not None:
            fields |= _write(_export(central), imported.device_id, answer_file, imported.conflicts)
        text = _line(fields)
        if imported.undecided:
            fields["undecided"] = ApiProblem.REVOCATION_UNKNOWN.value
            text += f"  {words(central.settings.resources, fields['undecided'])}"
        answer(fields, text, as_json=as_json)
    if imported.undecided or imported.counts[Status.LATER]:
        raise typer.Exit(1)


@bundle_app.command("export")
def export_bundle(
    file: _File,
    data: Data,
    device: Annotated[str, typer.Option("--device", metavar="ID", help="The kiosk's id.")],
    as_json: AsJson = False,
) -> None:
    """Write the answer to the bundle that was taken last from a kiosk, with what has happened since.

    Only that kiosk can open it.
    """
    with opened(data, as_json=as_json) as central, _refused_in_words(central, as_json=as_json):
        fields = {"device_id": device, **_write(_export(central), device, file, ())}
        answer(fields, _line(fields), as_json=as_json)


def _export(central: "Central") -> "BundleExport":
    from central.app import bundle_export_of

    return bundle_export_of(central)


def _write(
    export: "BundleExport", device_id: str, file: Path, conflicts: Sequence[tuple[str, bytes]]
) -> dict[str, Any]:
    from central.bundle_export import NothingToAnswer
    from kiosk.contract.bundle import Kind
    from kiosk.contract.bundle_file import written_whole

    try:
        export.require(device_id)
        with _told("FILE"), written_whole(file, Kind.ANSWERS) as stream:
            exported = export.write(device_id, stream, conflicts)
    except NothingToAnswer:
        raise typer.BadParameter("no bundle of this kiosk was taken yet", param_hint="--device") from None
    return {"file": str(file), "answers": exported.answers, "events": exported.events}


@contextmanager
def _refused_in_words(central: "Central", *, as_json: bool) -> Iterator[None]:
    """Exit code 1 and the failure's words where a bundle or its device is refused."""
    from central.bundle_import import DeviceRefused
    from kiosk.contract.bundle import BundleRefused

    try:
        yield
    except BundleRefused as refused:
        refuse(central, refused.failure.value, as_json=as_json)
    except DeviceRefused as refused:
        refuse(central, refused.problem.value, as_json=as_json)


@contextmanager
def _told(hint: str) -> Iterator[None]:
    """A file that cannot be read or written, in one line and exit code 2."""
    from kiosk.contract.bundle_file import FileInTheWay

    try:
        yield
    except FileInTheWay:
        raise typer.BadParameter("something else lies there already", param_hint=hint) from None
    except OSError as error:
        raise typer.BadParameter(str(error.strerror), param_hint=hint) from None


def _line(fields: Mapping[str, Any]) -> str:
    flat = {**fields, **fields.get("commands", {})}
    return "  ".join(f"{name} {value}" for name, value in flat.items() if name != "commands")
