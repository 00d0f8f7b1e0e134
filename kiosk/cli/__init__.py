"""The command line. Each command imports what it needs when it runs, so that `kiosk rules` starts at once."""

import typer

from kiosk.cli.bundle import commands as bundle
from kiosk.cli.card import commands as card
from kiosk.cli.doctor import commands as doctor
from kiosk.cli.enrol import enrol
from kiosk.cli.failures import commands as failures
from kiosk.cli.gallery import gallery
from kiosk.cli.rules import commands as rules
from kiosk.cli.run import run
from kiosk.cli.screens import screens
from kiosk.cli.sync import commands as sync
from kiosk.cli.verify import verify
from kiosk.cli.walk import walk

application = typer.Typer(
    name="kiosk",
    help="合作社服務櫃台: a counter where cooperatives join 臺灣雲市集.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
application.command("run")(run)
application.command("walk")(walk)
application.command("screens")(screens)
application.command("gallery")(gallery)
application.command("enrol")(enrol)
application.command("verify")(verify)
application.add_typer(card, name="card")
application.add_typer(sync, name="sync")
application.add_typer(bundle, name="bundle")
application.add_typer(doctor, name="doctor")
application.add_typer(rules, name="rules")
application.add_typer(failures, name="failures")
