"""`kiosk`: the counter's program."""

import sys

import typer
from typer.exceptions import TyperException

from kiosk.cli import application


def main() -> None:
    """Run the command line; a call that cannot be understood ends with one line and exit code 2."""
    try:
        sys.exit(application(standalone_mode=False))
    except TyperException as unclear:
        why = " ".join(unclear.format_message().split())
        if why:  # empty where the help was shown instead
            typer.echo(f"{why} (kiosk --help tells what there is)", err=True)
        sys.exit(unclear.exit_code)


if __name__ == "__main__":
    main()
