"""`kiosk`: the counter's program."""

from kiosk.cli import application


def main() -> None:
    """Run the command line."""
    application()


if __name__ == "__main__":
    main()
