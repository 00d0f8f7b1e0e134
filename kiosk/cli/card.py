"""`kiosk card`: what is in the reader, and training's virtual cards."""

from typing import Annotated, Any

import typer

from kiosk.cli.output import answer, refuse

commands = typer.Typer(help="Read a card; put a training card in or out.", no_args_is_help=True)
_Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]

FAILED = 3
"""Exit code where a reader or card is the matter; the line names the failure's code."""


@commands.command()
def show(
    reader: Annotated[str | None, typer.Option(help="A reader; by default the first with a card.")] = None,
    as_json: _Json = False,
) -> None:
    """Read the card's holder and certificate, without a PIN."""
    from kiosk.cardreader.failures import CardError
    from kiosk.cardreader.reader import read_card

    try:
        reading = read_card(reader)
        certificate = reading.signing_certificate
    except CardError as error:
        refuse(str(error), FAILED)
    values: dict[str, Any] = {
        "reader": reading.reader,
        "atr": reading.atr.hex(" ").upper(),
        "profile": reading.profile,
        "card_number": reading.card_number,
        **_holder(certificate.der),
        "pin": {
            "min": reading.pin.minimum,
            "max": reading.pin.maximum,
            "tries_left": reading.pin.tries_left,
        },
    }
    answer(values, as_json)


def _holder(der: bytes) -> dict[str, Any]:
    from kiosk.contract.certificates import parse_holder

    holder = parse_holder(der)
    return {
        "holder": {
            "kind": holder.kind,
            "name": holder.name,
            "id_tail": holder.id_tail,
            "organisation_oid": holder.organisation_oid,
            "ubn": holder.ubn,
            "rank": holder.rank,
        },
        "certificate": {
            "serial": holder.serial,
            "issuer": holder.issuer_dn,
            "not_after": holder.not_after.isoformat(),
            "sha256": holder.sha256,
            "key": holder.key,
        },
    }


@commands.command()
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


@commands.command()
def remove(as_json: _Json = False) -> None:
    """Pull the training card out."""
    state = _virtual_card().remove()
    answer({"scenario": state.scenario, "inserted": state.inserted}, as_json)


@commands.command()
def scenarios(as_json: _Json = False) -> None:
    """The training cards by name."""
    from kiosk.cardreader.virtual.scenarios import SCENARIOS

    answer({"scenarios": list(SCENARIOS)}, as_json)


def _virtual_card() -> Any:
    from kiosk.services.folders import Folders
    from kiosk.services.training.set_up import found

    running = found(Folders.of_training())
    if running is None:
        refuse("no training set-up is running; `kiosk run --training` starts one", FAILED)
    return running.card
