"""The command line. Each command imports what it needs when it runs, so that `kiosk rules` starts at once."""

import typer

from kiosk.cli import card, doctor, rules, run, sync, walk

application = typer.Typer(
    name="kiosk",
    help="合作社服務櫃台: a counter where cooperatives join 臺灣雲市集.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
application.command("run")(run.run)
application.command("walk")(walk.walk)
application.add_typer(card.commands, name="card")
application.add_typer(sync.commands, name="sync")
application.command("doctor")(doctor.doctor)
application.add_typer(rules.commands, name="rules")
