"""`central revocation`: the authorities' revocation lists."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from central.cli_offices import AsJson, Data, answer
from central.settings import Settings, load_settings

revocation_app = typer.Typer(no_args_is_help=True, help="The authorities' lists of revoked certificates.")

_TIMEOUT = timedelta(seconds=60)


@revocation_app.command()
def fetch(
    data: Data,
    url: Annotated[
        list[str] | None,
        typer.Option(help="A list's address; default: those in the trust folder's distribution-points.txt."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Download the lists, verify them, put them in place. Exit code 1 where one could not be had."""
    from central.revocation import POINTS, distribution_points, fetch_lists

    settings, folder = _settings(data)
    urls = url or distribution_points(settings.trust)
    if not urls:
        raise typer.BadParameter(f"none given, and none in {settings.trust / POINTS}", param_hint="--url")
    fetched = fetch_lists(urls, settings.trust, folder, _TIMEOUT)
    for one in fetched:
        news = "taken" if one.changed else "no other than before"
        fields = {"url": one.url, "changed": one.changed, "trouble": one.trouble}
        answer(fields, f"{one.url}: {one.trouble or news}", as_json=as_json)
    if any(one.trouble for one in fetched):
        raise typer.Exit(1)


@revocation_app.command()
def status(data: Data, as_json: AsJson = False) -> None:
    """How old each pinned authority's list is. Exit code 1 where one is missing or too old to decide by."""
    from central.app import clock_of
    from kiosk.contract.list_folder import ListFolder
    from kiosk.contract.trust import TrustStore

    settings, folder = _settings(data)
    now = clock_of(settings)()
    lists = TrustStore.from_folder(settings.trust, training=settings.training).revocation
    ListFolder(folder, lists).look()
    standing = lists.standing(now)
    for one in standing:
        as_of = None if one.as_of is None else one.as_of.isoformat()
        text = "no list" if as_of is None else f"list of {as_of}{'' if one.current else ', too old'}"
        fields = {"authority": one.authority, "as_of": as_of, "current": one.current}
        answer(fields, f"{one.authority}: {text}", as_json=as_json)
    if not all(one.current for one in standing):
        raise typer.Exit(1)


def _settings(data: Path) -> tuple[Settings, Path]:
    try:
        settings = load_settings(data)
    except FileNotFoundError:
        raise typer.BadParameter("central has not served from here yet", param_hint="--data") from None
    if settings.revocation is None:
        raise typer.BadParameter("this training central was told of no lists", param_hint="--data")
    return settings, settings.revocation
