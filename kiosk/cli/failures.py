"""`kiosk failures`: what a code on the screen means, and docs/failures.md with all of them."""

from typing import Annotated

import typer

from kiosk.cli.output import answer, plain, refuse

commands = typer.Typer(
    help="What a code such as K-CARD-07 means and what to do about it.", no_args_is_help=True
)


@commands.command()
def show(
    code: Annotated[str, typer.Argument(help="The code, such as K-CARD-07.")],
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """One failure in words: what happened, what to do, who can help."""
    from kiosk.services.failures import FailureCatalogue
    from kiosk.services.folders import RESOURCES

    catalogue = FailureCatalogue(RESOURCES / "failures.toml")
    if code not in catalogue.codes():
        refuse(f"no such code: {code}; docs/failures.md has them all")
    if language not in {"zh", "en"}:
        refuse(f"no such language: {language} (zh or en)")
    answer(plain(catalogue.text(code, language)), as_json)


@commands.command()
def page() -> None:
    """All failures as a page in Markdown."""
    from kiosk.cli.failures_page import failures_page
    from kiosk.services.failures import FailureCatalogue
    from kiosk.services.folders import RESOURCES

    typer.echo(failures_page(FailureCatalogue(RESOURCES / "failures.toml")), nl=False)
