"""`python -m central`, and the command `central`."""

from central.cli import app


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
