"""`kiosk card`: what is in the reader, a signature with it, and training's virtual cards."""

import io
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.card_failures import EXIT_CODES, NOTHING_RUNS, PIN, failures_told
from kiosk.cli.output import answer, refuse

if TYPE_CHECKING:
    from kiosk.cardreader.signers.choice import AnySigner
    from kiosk.cardreader.virtual.control import VirtualCard

commands = typer.Typer(
    help="Read a card, sign with it, watch the readers; put a training card in or out.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
)
_Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
_Reader = Annotated[
    str | None, typer.Option(metavar="NAME", help="A reader; by default the first whose card can be read.")
]
_Trust = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        file_okay=False,
        help="Folder of the pinned authorities; else training's while a set-up runs, or the product's.",
    ),
]


@commands.command(epilog=EXIT_CODES)
def show(reader: _Reader = None, trust: _Trust = None, as_json: _Json = False) -> None:
    """Read the card's holder and certificate, without a PIN, and say whether the certificate is believed."""
    from kiosk.cardreader.reader import read_card
    from kiosk.cli.card_ground import find_ground
    from kiosk.cli.card_reading import as_lines, describe

    ground = find_ground(trust)
    store = ground.trust()
    with failures_told(as_json):
        began = time.perf_counter()
        shown = describe(read_card(reader), store, ground.at)
        shown["milliseconds"] = round((time.perf_counter() - began) * 1000, 1)
    answer(shown if as_json else as_lines(shown), as_json)


@commands.command(epilog=EXIT_CODES)
def sign(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="What to sign.")],
    out: Annotated[
        Path,
        typer.Option(
            metavar="SIG", dir_okay=False, help="Where the signature goes; the certificate to SIG.cer (PEM)."
        ),
    ],
    pin_stdin: Annotated[
        bool, typer.Option("--pin-stdin", help="Read the PIN from standard input, one line.")
    ] = False,
    last_try: Annotated[
        bool, typer.Option("--last-try", help="Go on although a wrong PIN would lock the card.")
    ] = False,
    reader: _Reader = None,
    as_json: _Json = False,
) -> None:
    """Sign the SHA-256 of FILE with the card, for `openssl dgst -sha256 -verify`.

    RSA: PKCS#1 v1.5. Elliptic curves: ECDSA in DER. Nothing is written unless the signature holds.
    """
    from kiosk.cardreader.failures import CardError, CardFailure
    from kiosk.cardreader.reader import read_card
    from kiosk.cli.card_reading import certificate_pem, openssl_signature
    from kiosk.cli.pin_input import read_pin

    if not pin_stdin:
        refuse("the PIN comes by standard input and no other way: give --pin-stdin")
    if not out.parent.is_dir():
        refuse(f"there is no folder {out.parent}")
    message = file.read_bytes()
    with failures_told(as_json):
        signer = _signer()
        reading = signer.ready(read_card(reader))
        certificate = reading.signing_certificate.der
        tries_left = reading.pin.tries_left
        if tries_left == 0:
            raise CardError(CardFailure.PIN_BLOCKED, tries_left=0, reader=reading.reader, atr=reading.atr)
        if tries_left == 1 and not last_try:
            refuse("one try is left, and a wrong PIN would lock the card: add --last-try to use it", PIN)
        with io.FileIO(0, closefd=False) as standard_input, read_pin(standard_input) as pin:
            signature = signer.sign(reading, message, pin)
    beside = out.with_name(f"{out.name}.cer")
    try:
        out.write_bytes(openssl_signature(certificate, signature))
        beside.write_bytes(certificate_pem(certificate))
    except OSError as error:
        refuse(f"cannot be written: {error}")
    answer({"signature": str(out), "certificate": str(beside), "card_number": reading.card_number}, as_json)


@commands.command(epilog=EXIT_CODES)
def watch(
    reader: Annotated[str | None, typer.Option(metavar="NAME", help="Tell of this reader alone.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As it does anyway.")] = False,
) -> None:
    """Print what happens at the readers, a line of JSON each, until interrupted.

    event: service_lost, service_back, reader_plugged, reader_unplugged, card_in, card_out; at: when (UTC).
    """
    from kiosk.cli.card_watch import watch_readers
    from kiosk.contract.clock import system_clock

    watch_readers(reader, system_clock)


@commands.command(epilog=EXIT_CODES)
def anchors(trust: _Trust = None, as_json: _Json = False) -> None:
    """The pinned certification authorities, with their fingerprints (SHA-256) to compare."""
    from kiosk.cli.card_ground import find_ground
    from kiosk.cli.card_reading import describe_authority

    ground = find_ground(trust)
    described = [describe_authority(authority) for authority in ground.authorities]
    if as_json:
        answer({"folder": str(ground.folder), "training": ground.training, "anchors": described}, as_json)
        return
    typer.echo(f"{ground.folder}: {len(described)}{' (training)' if ground.training else ''}")
    for one in described:
        typer.echo(f"\n{one['subject']}\n  SHA-256 {one['sha256']}\n  valid until {one['not_after']}")


@commands.command(epilog=EXIT_CODES)
def insert(
    scenario: Annotated[str, typer.Argument(help="A named card; `kiosk card scenarios` lists them.")],
    as_json: _Json = False,
) -> None:
    """Put a training card into the virtual reader of the training set-up that runs."""
    from kiosk.cardreader.virtual.scenarios import SCENARIOS

    if scenario not in SCENARIOS:
        refuse(f"no card is called {scenario}; there are {', '.join(SCENARIOS)}")
    state = _virtual_card().insert(scenario)
    answer({"scenario": state.scenario, "inserted": state.inserted}, as_json)


@commands.command(epilog=EXIT_CODES)
def remove(as_json: _Json = False) -> None:
    """Pull the training card out."""
    state = _virtual_card().remove()
    answer({"scenario": state.scenario, "inserted": state.inserted}, as_json)


@commands.command()
def scenarios(as_json: _Json = False) -> None:
    """The training cards by name, and what each is."""
    from kiosk.cardreader.virtual.scenarios import SCENARIOS

    if as_json:
        described = {name: {"zh": one.zh, "en": one.en} for name, one in SCENARIOS.items()}
        answer({"scenarios": list(SCENARIOS), "descriptions": described}, as_json)
        return
    for name, one in SCENARIOS.items():
        typer.echo(f"{name}: {one.zh} ({one.en})")


def _signer() -> "AnySigner":
    """This machine's; a training set-up that runs has a 跨平台網頁元件 of its own."""
    from kiosk.cardreader.signers.choice import signer_of_this_machine
    from kiosk.services.folders import Folders
    from kiosk.services.training.set_up import found

    running = found(Folders.of_training())
    return signer_of_this_machine() if running is None else signer_of_this_machine(running.web_component_url)


def _virtual_card() -> "VirtualCard":
    from kiosk.services.folders import Folders
    from kiosk.services.training.set_up import found

    running = found(Folders.of_training())
    if running is None:
        refuse("no training set-up is running; `kiosk run --training` starts one", NOTHING_RUNS)
    return running.card
