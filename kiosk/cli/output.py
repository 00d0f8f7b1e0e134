"""How commands answer: lines for people, JSON for programs, one line and an exit code when they cannot."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, NoReturn

import typer

USAGE = 2
"""Exit code of a call that cannot mean anything."""


def answer(values: Mapping[str, Any], as_json: bool) -> None:
    """Print `values` as one line of JSON, or as lines of name and value."""
    if as_json:
        typer.echo(json.dumps(values, ensure_ascii=False, default=str))
        return
    for name, value in values.items():
        typer.echo(f"{name}: {value}")


def refuse(why: str, code: int = USAGE) -> NoReturn:
    """End with one line on standard error and an exit code."""
    typer.echo(why, err=True)
    raise typer.Exit(code)


def day(text: str) -> date:
    """A day as YYYY-MM-DD; refuses what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse(f"not a date that exists: {text} (YYYY-MM-DD)")


def plain(instance: Any) -> dict[str, Any]:
    """A dataclass as JSON-able values."""
    values = asdict(instance)
    return {name: one.isoformat() if isinstance(one, date) else one for name, one in values.items()}
