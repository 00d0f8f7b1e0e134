"""The command line of staff accounts, vendors' keys and the log of changes."""

from typing import Annotated

import typer

from central.audit import COMMAND_LINE, Role
from central.cli_offices import AsJson, Data, answer, opened

staff_app = typer.Typer(no_args_is_help=True, help="Who may sign in at the back office.")
vendor_key_app = typer.Typer(no_args_is_help=True, help="Keys of vendors' programs.")
audit_app = typer.Typer(no_args_is_help=True, help="The log of changes.")

_STAFF_ROLES = [role.value for role in Role if role is not Role.PROGRAM]


@staff_app.command("add")
def add_staff(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")],
    data: Data,
    role: Annotated[str, typer.Option(help=f"One of: {', '.join(_STAFF_ROLES)}.")],
    vendor: Annotated[
        str, typer.Option(metavar="VENDOR_ID", help="Whose orders a vendor's staff sees.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Add a member: prints a password for one use and what the authenticator app needs, once."""
    from central.backoffice.accounts import NameTaken
    from central.people import accounts_of

    if role not in _STAFF_ROLES:
        raise typer.BadParameter(f"one of {', '.join(_STAFF_ROLES)}", param_hint="--role")
    with opened(data, as_json=as_json) as central:
        try:
            access = accounts_of(central.store.database, central.store.secret).add(
                name, Role(role), vendor or None, COMMAND_LINE
            )
        except NameTaken:
            raise typer.BadParameter("taken", param_hint="NAME") from None
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="NAME, --role or --vendor") from None
        fields = {"name": access.name, "password": access.password, "totp_uri": access.totp_uri}
        text = f"name      {access.name}\npassword  {access.password}\ntotp      {access.totp_uri}"
        answer(fields, text, as_json=as_json)


@vendor_key_app.command("add")
def add_key(
    vendor: Annotated[str, typer.Argument(metavar="VENDOR_ID", help="As in the catalogue.")],
    data: Data,
    as_json: AsJson = False,
) -> None:
    """Make a key: prints it, once."""
    from central.catalogue import Catalogue
    from central.people import vendor_keys_of

    with opened(data, as_json=as_json) as central:
        if vendor not in Catalogue(central.store.database, central.ruling.programme, central.clock).vendors():
            raise typer.BadParameter("the catalogue has no such vendor", param_hint="VENDOR_ID")
        keys = vendor_keys_of(central.store.database, central.store.secret, central.clock)
        key = keys.add(vendor, COMMAND_LINE)
        answer({"vendor_id": vendor, "key": key}, key, as_json=as_json)


@audit_app.command("verify")
def verify(data: Data, as_json: AsJson = False) -> None:
    """Reckon the chain of the log anew. Exit code 1 where an entry is missing or was altered."""
    from central.audit import entries, first_broken

    with opened(data, as_json=as_json) as central, central.store.database.reading() as connection:
        broken, newest = first_broken(connection), entries(connection, most=1)
    last = {"entries": newest[0].seq, "hash": newest[0].hash} if newest else {"entries": 0, "hash": ""}
    text = (
        f"whole: {last['entries']} entries, {last['hash']}" if broken is None else f"broken at entry {broken}"
    )
    answer({"broken": broken, **last}, text, as_json=as_json)
    if broken is not None:
        raise typer.Exit(1)
