"""The command line of central."""

import logging
from pathlib import Path
from socket import socket
from typing import Annotated

import typer

from central import cli_settings as told
from central.cli_bundle import bundle_app
from central.cli_offices import AsJson, Data, agency_app, answer, opened, vendor_app
from central.cli_operation import backup, device_app, restore
from central.cli_people import audit_app, staff_app, vendor_key_app
from central.cli_privacy import privacy_app
from central.cli_revocation import revocation_app
from central.settings import PerMinute, Settings, load_settings, save_settings

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The central service of 臺灣雲市集's counters.",
    pretty_exceptions_enable=False,
)  # fmt: skip
app.add_typer(vendor_app, name="vendor")
app.add_typer(agency_app, name="agency")
app.add_typer(revocation_app, name="revocation")
app.add_typer(staff_app, name="staff")
app.add_typer(vendor_key_app, name="vendor-key")
app.add_typer(audit_app, name="audit")
app.add_typer(privacy_app, name="privacy")
app.add_typer(device_app, name="device")
app.add_typer(bundle_app, name="bundle")
app.command()(backup)
app.command()(restore)

_log = logging.getLogger(__name__)

_RESOURCES = Path(__file__).resolve().parent.parent / "resources"


Database = Annotated[
    str,
    typer.Option(
        "--database", metavar="URL", envvar="CENTRAL_DATABASE",
        help="postgresql://USER@HOST/DATABASE; default: SQLite in the data folder.",
    ),
]  # fmt: skip


@app.command()
def serve(  # noqa: PLR0913, PLR0917 - the options of a command
    data: Data,
    training: Annotated[
        bool, typer.Option("--training", help="Test authorities' cards, own mail sink.")
    ] = False,
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: a free one.", min=0, max=65535)] = 0,
    public_url: Annotated[str, typer.Option(help="Where payment links lead; default: host and port.")] = "",
    smtp: Annotated[str, typer.Option(metavar="HOST:PORT", help="The mail server.")] = "",
    sender: Annotated[str, typer.Option(help="The address that mail comes from.")] = "",
    trust: Annotated[Path, typer.Option(help="Authorities' certificates.")] = _RESOURCES / "trust",
    revocation: Annotated[
        Path | None,
        typer.Option(help="Revocation lists, *.crl; default: DATA/revocation, in training none."),
    ] = None,
    database: Database = "",
    resources: Annotated[Path, typer.Option(help="The programme's documents.")] = _RESOURCES,
    clock: Annotated[Path | None, typer.Option(help="Training: the file that moves the time.")] = None,
    ready_file: Annotated[Path | None, typer.Option(help='Gets {"port", "pid"} once it listens.')] = None,
    until_stdin_closes: Annotated[
        bool, typer.Option("--until-stdin-closes", help="End with the program that started it.")
    ] = False,
    limit_device: told.DeviceRate = told.DEVICE_RATE,
    limit_address: told.AddressRate = told.ADDRESS_RATE,
    limit_look_up: told.LookUpRate = told.LOOK_UP_RATE,
    limit_code: told.CodeRate = told.CODE_RATE,
    proxy: told.Proxy = None,
    metrics_token_file: told.MetricsToken = None,
    agency_mailbox: told.AgencyMailbox = "",
    fido_url: told.FidoUrl = "",
    fido_service_id: told.FidoService = "",
    fido_key_file: told.FidoKey = None,
    certificate: told.Certificate = None,
    key: told.Key = None,
    readable_logs: told.Readable = False,
    config: told.Config = None,  # its callback has taken it
) -> None:
    """Serve kiosks until SIGTERM.

    Every option may stand in the environment (--public-url as CENTRAL_PUBLIC_URL) or in the file of --config
    (public_url = "…"): an option goes before the environment, the environment before the file.
    """
    from central.logs import write_logs
    from central.serving import end_with_stdin, listen
    from kiosk.contract.as_root import runs_as_root

    write_logs(readable=readable_logs)
    if clock is not None and not training:
        raise typer.BadParameter("only training moves the time", param_hint="--clock")
    if smtp and not sender and not training:
        raise typer.BadParameter("mail needs an address that it comes from", param_hint="--sender")
    if runs_as_root() and not training:
        raise typer.BadParameter("it does not run as root; make a user of its own", param_hint="--data")
    mail_server = _server(smtp)
    tls = told.tls_of(certificate, key)
    fido = told.fido_of(fido_url, fido_service_id, fido_key_file)
    try:
        listening = listen(host, port)
    except OSError:
        raise typer.BadParameter("nothing can listen there: is it taken?", param_hint="--port") from None
    settings = Settings(
        training=training,
        public_url=public_url.rstrip("/")
        or f"http{'s' if tls else ''}://{host}:{listening.getsockname()[1]}",
        resources=resources.resolve(),
        trust=trust.resolve(),
        clock_file=None if clock is None else clock.resolve(),
        smtp=mail_server,
        sender=sender or "no-reply@training.example",
        revocation=_lists(data, revocation, training=training),
        database=database,
        limits=told.limits_of(
            PerMinute(limit_device, limit_address, limit_look_up, limit_code), training=training
        ),
        proxies=tuple(proxy or ()),
        metrics_token_file=None if metrics_token_file is None else metrics_token_file.resolve(),
        fido=fido,
        agency_mailbox=agency_mailbox,
    )
    if until_stdin_closes:
        end_with_stdin()
    with listening:
        _serve(data, settings, listening, ready_file, tls)


def _serve(
    data: Path,
    settings: Settings,
    listening: socket,
    ready_file: Path | None,
    tls: tuple[Path, Path] | None,
) -> None:
    from central.app import create_app, open_central
    from central.lock import InUse, in_use
    from central.serving import serve
    from central.store.database import DatabaseUnreadable
    from kiosk.contract.certificates import CertificateMalformed
    from kiosk.contract.documents import DocumentInvalid

    try:
        central = open_central(data, settings)
    except DatabaseUnreadable as error:
        hint = "--database" if settings.database else "--data"
        raise typer.BadParameter(str(error), param_hint=hint) from None
    except DocumentInvalid as error:  # it names file and place
        raise typer.BadParameter(str(error), param_hint="--resources") from None
    save_settings(data, settings)
    try:
        served = create_app(central)
    except CertificateMalformed as error:  # it names the file
        raise typer.BadParameter(str(error), param_hint="--trust") from None
    except (OSError, ValueError) as error:  # a file is not there, or makes no sense; its text stays here
        raise typer.BadParameter(type(error).__name__, param_hint="--resources or --trust") from None
    try:
        with in_use(data):
            serve(served, listening, ready_file, tls)
    except InUse:
        raise typer.BadParameter("a backup is being restored there", param_hint="--data") from None
    central.store.database.close()


@app.command()
def enrol(
    data: Data,
    office: Annotated[str, typer.Option(help="The office that the kiosk stands in.")],
    terminal: Annotated[str, typer.Option(help="The kiosk's short name on papers.")],
    county: Annotated[
        str, typer.Option(metavar="CODE", help="The office's county or city, by ISO 3166-2:TW: TPE.")
    ] = "",
    database: Database = "",
    as_json: AsJson = False,
) -> None:
    """Make a one-time code that lets one kiosk in within a day, and what its QR code says.

    The latter once central has served, for it tells the address: `kiosk enrol` takes either.
    """
    from central.app import clock_of, enrolment_of, open_store
    from central.counties import COUNTIES
    from kiosk.contract.clock import system_clock

    if county and county not in COUNTIES:
        raise typer.BadParameter(f"one of {', '.join(COUNTIES)}", param_hint="--county")
    try:
        settings = load_settings(data)
    except FileNotFoundError:  # central has not served yet
        clock, kept, url = system_clock, "", ""
    else:
        clock, kept, url = clock_of(settings), settings.database, settings.public_url
    store = open_store(data, database or kept)
    try:
        enrolment = enrolment_of(store, clock)
        code = enrolment.new_code(office, terminal, county or None)
    except ValueError:
        raise typer.BadParameter(
            "an office of 1 to 200 characters, a terminal of 1 to 40", param_hint="--office, --terminal"
        ) from None
    finally:
        store.database.close()
    told = {"code": code, "office": office, "terminal": terminal}
    if url:
        told["qr"] = enrolment.ticket(code, url)
    answer(told, "\n".join((code, *((told["qr"],) if url else ()))), as_json=as_json)


@app.command()
def clock(
    data: Data,
    every: Annotated[
        int, typer.Option(metavar="SECONDS", help="Go on, and look again so often, until SIGTERM.", min=0)
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Let everything take effect that has become due; `serve` does so by itself."""
    from central.serving import until_stopped

    with opened(data, as_json=as_json) as central:
        if every:
            central.deadlines.keep_applying(until_stopped(every))
            return
        events = central.deadlines.apply()
        answer({"events": events}, f"{events} events", as_json=as_json)


def _lists(data: Path, told: Path | None, *, training: bool) -> Path | None:
    """The folder of revocation lists."""
    if told is None:
        return None if training else (data / "revocation").resolve()
    return told.resolve()


def _server(text: str) -> tuple[str, int] | None:
    """HOST:PORT taken apart; None for no text."""
    if not text:
        return None
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal():
        raise typer.BadParameter("HOST:PORT", param_hint="--smtp")
    return host, int(port)
