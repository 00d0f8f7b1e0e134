"""`kiosk`: the counter's program."""

import os
import sys
from collections.abc import Mapping, Sequence

from kiosk.services.screen import has_display


def main() -> None:
    """Run the command line; a call that cannot be understood ends with one line and exit code 2."""
    if opens_counter(sys.argv[1:], os.environ):
        from kiosk.ui.opening import show_opening

        opening = show_opening(training="--training" in sys.argv)  # noqa: F841 - lives as long as this
    # Only now, for these take longer than the window.
    import typer
    from typer.exceptions import TyperException

    from kiosk.cli import application

    try:
        sys.exit(application(standalone_mode=False))
    except TyperException as unclear:
        why = " ".join(unclear.format_message().split())
        if why:  # empty where the help was shown instead
            typer.echo(f"{why} (kiosk --help tells what there is)", err=True)
        sys.exit(unclear.exit_code)


def opens_counter(arguments: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Whether this command is going to show the counter's window."""
    return arguments[:1] == ["run"] and "--help" not in arguments and has_display(environment)


if __name__ == "__main__":
    main()
