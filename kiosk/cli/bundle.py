"""`kiosk bundle`: what waits into a sealed file for central, and central's answer back in."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.ground import Config, Training
from kiosk.cli.output import answer, plain, refuse
from kiosk.cli.sync import FAILED, opened_counter

commands = typer.Typer(
    help="Carry commands to central and its answer back, as sealed files.", no_args_is_help=True
)
_File = Annotated[Path, typer.Argument(metavar="FILE", help="The sealed bundle.")]
_Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


@commands.command("export")
def export_bundle(
    file: _File, training: Training = False, config: Config = None, as_json: _Json = False
) -> None:
    """Write all that central has not answered into FILE, which only central can open.

    Writing again does no harm. A file that is no such bundle is left alone. Exit code 4 where it cannot.
    """
    with closing(opened_counter(training, config)) as counter, _told():
        exported = counter.bundles.export(file)
        answer({"file": str(file), **plain(exported)}, as_json)


@commands.command("import")
def import_bundle(
    file: _File, training: Training = False, config: Config = None, as_json: _Json = False
) -> None:
    """Keep what central answers in FILE, and say what became of the commands.

    The same file again changes nothing. Exit code 4 where it is refused.
    """
    with closing(opened_counter(training, config)) as counter, _told():
        answer(plain(counter.bundles.take(file)), as_json)


@contextmanager
def _told() -> Iterator[None]:
    """A failure in one line: its code and title, in both languages."""
    from kiosk.services.failures import FailureCatalogue, code_of
    from kiosk.services.folders import RESOURCES

    try:
        yield
    except Exception as error:
        known = code_of(error)
        if known is None:
            raise
        catalogue = FailureCatalogue(RESOURCES / "failures.toml")
        titles = (catalogue.text(known[0], language, known[1]).title for language in ("zh", "en"))
        refuse("  ".join((known[0], *titles)), FAILED)
