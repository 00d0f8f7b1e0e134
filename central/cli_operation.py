"""The command line of whoever runs central: copies of everything, and the kiosks that are let in."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from central.cli_offices import AsJson, Data, answer, opened
from central.settings import load_settings

device_app = typer.Typer(no_args_is_help=True, help="The kiosks that were let in.")

_File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.", dir_okay=False)]


def backup(data: Data, file: _File, as_json: AsJson = False) -> None:
    """Write everything into one sealed file; central may go on serving.

    Only the server's secret opens it: keep a copy of the file `secret` of the data folder, elsewhere.
    """
    from central.backup import CopyFailed, back_up
    from central.store.versions import head_version
    from kiosk.contract.clock import system_clock

    try:
        settings = load_settings(data)
    except FileNotFoundError:
        raise typer.BadParameter("central has not served from here yet", param_hint="--data") from None
    try:
        made = back_up(data, settings, file, head_version(), system_clock())
    except (CopyFailed, OSError) as error:
        raise _failed(error) from None
    size = file.stat().st_size
    answer(
        {"file": str(file), "database": made.database, "bytes": size},
        f"{file}: {size} bytes",
        as_json=as_json,
    )


def restore(
    data: Data,
    file: _File,
    database: Annotated[
        str,
        typer.Option(
            metavar="URL", envvar="CENTRAL_DATABASE", help="PostgreSQL's address, for a backup of PostgreSQL."
        ),
    ] = "",
    secret: Annotated[
        Path | None, typer.Option(help="The server's secret, where the data folder has none.", exists=True)
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="In place of the data that there is.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup back. Central must not be serving."""
    from central.app import open_store
    from central.backup import CopyFailed, DataThere, RestoreRefused
    from central.backup import restore as put_back
    from central.lock import InUse, in_use
    from central.store.backlog import content
    from central.store.versions import known_versions

    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _bring_secret(data, secret)
    try:
        with in_use(data, alone=True):
            made = put_back(file, data, database, known_versions(), replace=replace)
            store = open_store(data, database)
    except InUse:
        raise typer.BadParameter("central serves from there", param_hint="--data") from None
    except DataThere:
        raise typer.BadParameter(
            "there is data already: --replace takes its place", param_hint="--data"
        ) from None
    except (RestoreRefused, CopyFailed, OSError) as error:
        raise _failed(error) from None
    with store.database.reading() as connection:
        there = content(connection)
    store.database.close()
    text = f"as of {made.made_at}: {there['memberships']} memberships, {there['events']} events"
    answer({"as_of": made.made_at, **there}, text, as_json=as_json)


@device_app.command("list")
def list_devices(data: Data, as_json: AsJson = False) -> None:
    """Every kiosk: id, office, terminal, and how it stands."""
    from central.store import devices

    with opened(data, as_json=as_json) as central, central.store.database.reading() as connection:
        found = devices.list_devices(connection)
    for one in found:
        state = "revoked" if one.revoked_at else "quarantined" if one.quarantined_at else "in use"
        fields = {"device_id": one.device_id, "office": one.office, "terminal": one.terminal, "state": state}
        answer(fields, "  ".join(fields.values()), as_json=as_json)


@device_app.command("revoke")
def revoke_device(
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="The kiosk's id.")],
    data: Data,
    reason: Annotated[str, typer.Option(help="Why, for the log of changes.")] = "command line",
    as_json: AsJson = False,
) -> None:
    """Shut a kiosk out for good: it is told so, and nothing is taken from it any more."""
    from central.app import enrolment_of
    from central.audit import COMMAND_LINE, ReasonMissing
    from central.fleet import DeviceUnknown, Fleet

    with opened(data, as_json=as_json) as central:
        fleet = Fleet(central.store.database, enrolment_of(central.store, central.clock), central.clock)
        try:
            fleet.revoke(device, COMMAND_LINE, reason)
        except DeviceUnknown:
            raise typer.BadParameter("no such kiosk, or shut out before", param_hint="DEVICE") from None
        except ReasonMissing:
            raise typer.BadParameter("say why", param_hint="--reason") from None
    answer({"device_id": device, "state": "revoked"}, f"{device}  revoked", as_json=as_json)


def _bring_secret(data: Path, told: Path | None) -> None:
    kept = data / "secret"
    if kept.exists():
        if told is not None and told.read_bytes() != kept.read_bytes():
            raise typer.BadParameter("the data folder has another one", param_hint="--secret")
        return
    if told is None:
        raise typer.BadParameter("only the server's secret opens a backup", param_hint="--secret")
    shutil.copyfile(told, kept)
    kept.chmod(0o600)


def _failed(error: Exception) -> typer.BadParameter:
    said = error.strerror if isinstance(error, OSError) else str(error)
    return typer.BadParameter(str(said), param_hint="FILE")
