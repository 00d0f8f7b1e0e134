"""The command line of central."""

import logging
from pathlib import Path
from socket import socket
from typing import Annotated

import typer

from central.cli_offices import AsJson, Data, agency_app, answer, opened, vendor_app
from central.settings import Settings, load_settings, save_settings

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The central service of 臺灣雲市集's counters.",
    pretty_exceptions_enable=False,
)  # fmt: skip
app.add_typer(vendor_app, name="vendor")
app.add_typer(agency_app, name="agency")

_log = logging.getLogger(__name__)

_RESOURCES = Path(__file__).resolve().parent.parent / "resources"


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
    trust: Annotated[Path, typer.Option(help="Authorities' certificates, *.der.")] = _RESOURCES / "trust",
    resources: Annotated[Path, typer.Option(help="The programme's documents.")] = _RESOURCES,
    clock: Annotated[Path | None, typer.Option(help="Training: the file that moves the time.")] = None,
    ready_file: Annotated[Path | None, typer.Option(help='Gets {"port", "pid"} once it listens.')] = None,
    until_stdin_closes: Annotated[
        bool, typer.Option("--until-stdin-closes", help="End with the program that started it.")
    ] = False,
) -> None:
    """Serve kiosks until SIGTERM."""
    from central.serving import end_with_stdin, listen

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("alembic", "mail.log"):  # the sink's mail.log would name who gets mail
        logging.getLogger(chatty).setLevel(logging.WARNING)
    if clock is not None and not training:
        raise typer.BadParameter("only training moves the time", param_hint="--clock")
    if smtp and not sender and not training:
        raise typer.BadParameter("mail needs an address that it comes from", param_hint="--sender")
    mail_server = _server(smtp)
    try:
        listening = listen(host, port)
    except OSError:
        raise typer.BadParameter("nothing can listen there: is it taken?", param_hint="--port") from None
    settings = Settings(
        training=training,
        public_url=public_url.rstrip("/") or f"http://{host}:{listening.getsockname()[1]}",
        resources=resources.resolve(),
        trust=trust.resolve(),
        clock_file=None if clock is None else clock.resolve(),
        smtp=mail_server,
        sender=sender or "no-reply@training.example",
    )
    if until_stdin_closes:
        end_with_stdin()
    with listening:
        _serve(data, settings, listening, ready_file)


def _serve(data: Path, settings: Settings, listening: socket, ready_file: Path | None) -> None:
    from central.app import create_app, open_central
    from central.serving import serve
    from central.store.database import DatabaseUnreadable
    from kiosk.contract.documents import DocumentInvalid

    try:
        central = open_central(data, settings)
    except DatabaseUnreadable:
        raise typer.BadParameter("its secret does not open the database", param_hint="--data") from None
    except DocumentInvalid as error:  # it names file and place
        raise typer.BadParameter(str(error), param_hint="--resources") from None
    if not any(settings.trust.glob("*.der")):
        _log.warning("no authority is pinned in %s: no card will be believed", settings.trust)
    save_settings(data, settings)
    serve(create_app(central), listening, ready_file)
    central.store.database.close()


@app.command()
def enrol(
    data: Data,
    office: Annotated[str, typer.Option(help="The office that the kiosk stands in.")],
    terminal: Annotated[str, typer.Option(help="The kiosk's short name on papers.")],
    as_json: AsJson = False,
) -> None:
    """Make a one-time code that lets one kiosk in within a day."""
    from central.app import clock_of, enrolment_of, open_store
    from kiosk.contract.clock import system_clock

    store = open_store(data)
    try:
        clock = clock_of(load_settings(data))
    except FileNotFoundError:  # central has not served yet
        clock = system_clock
    code = enrolment_of(store, clock).new_code(office, terminal)
    answer({"code": code, "office": office, "terminal": terminal}, code, as_json=as_json)


@app.command()
def clock(data: Data, as_json: AsJson = False) -> None:
    """Let everything take effect that has become due."""
    with opened(data, as_json=as_json) as central:
        events = central.deadlines.apply()
        answer({"events": events}, f"{events} events", as_json=as_json)


def _server(text: str) -> tuple[str, int] | None:
    """HOST:PORT taken apart; None for no text."""
    if not text:
        return None
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal():
        raise typer.BadParameter("HOST:PORT", param_hint="--smtp")
    return host, int(port)
