"""Where settings of `central serve` come from: options, then the environment, then a file."""

import difflib
import re
import ssl
import tomllib
from collections.abc import Mapping
from os import environ
from pathlib import Path
from typing import Annotated, Any

import typer

from central.settings import FidoSource, PerMinute

_PREFIX = "CENTRAL_"


def take_settings(context: typer.Context, file: Path | None) -> Path | None:
    """Let each option that is not given come from CENTRAL_… in the environment, else from the TOML `file`.

    Raises BadParameter for what the file says and no option is called, and for a value of another type.
    """
    names = {str(one.name): one for one in context.command.params if one.name not in {"config", "help"}}
    told = _read(file)
    found: dict[str, Any] = {}
    for written, value in told.items():
        name = written.replace("-", "_")
        if name not in names:
            near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0)[0]
            raise _wrong(f"no setting is called {written} (nearest: {near})")
        if not _fits(value, names[name]):
            raise _wrong(f"{written}: not a value for it")
        found[name] = value
    for name, option in names.items():
        text = environ.get(f"{_PREFIX}{name.upper()}")
        if text is not None:
            found[name] = text.split() if getattr(option, "multiple", False) else text
    context.default_map = {**(context.default_map or {}), **found}
    return file


def _read(file: Path | None) -> Mapping[str, Any]:
    if file is None:
        return {}
    place = ""
    try:
        text = file.read_text(encoding="utf-8-sig")
        place = f": line {len(text.splitlines())}"  # where it ends too early, unless it says better
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line \d+, column \d+", str(error))
        raise _wrong(f"it is no TOML{f': {at[0]}' if at else place}") from None
    except (OSError, ValueError):
        raise _wrong("it cannot be read") from None


def _fits(value: object, option: Any) -> bool:
    """Whether it is of the option's own type: 1 is no true, and a text no list of texts."""
    if getattr(option, "multiple", False):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if option.is_flag:
        return isinstance(value, bool)
    if isinstance(option.default, int):  # each number of ours has a usual one
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)


def _wrong(said: str) -> typer.BadParameter:
    return typer.BadParameter(said, param_hint="--config")


Config = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", envvar="CENTRAL_CONFIG", is_eager=True, callback=take_settings,
        help="Settings in TOML: public_url = \"https://…\".",
    ),
]  # fmt: skip
DeviceRate = Annotated[int, typer.Option(min=0, metavar="N", help="Requests a minute of one kiosk; 0: any.")]
AddressRate = Annotated[
    int, typer.Option(min=0, metavar="N", help="Requests a minute from one address; 0: any.")
]
LookUpRate = Annotated[
    int, typer.Option(min=0, metavar="N", help="Receipts a minute from one address; 0: any.")
]
CodeRate = Annotated[
    int,
    typer.Option(min=0, metavar="N", help="E-mail codes a minute: of one kiosk, to one mailbox; 0: any."),
]
Proxy = Annotated[
    list[str] | None,
    typer.Option(metavar="ADDRESS", help="A reverse proxy whose X-Forwarded-For is believed."),
]
MetricsToken = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", exists=True, dir_okay=False, help="The token that /metrics is told elsewhere for."
    ),
]
AgencyMailbox = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Who is reminded of requests about personal data (個資法 §13).")
]
FidoUrl = Annotated[str, typer.Option(metavar="URL", help="TW FidO: https://fidoapi.moi.gov.tw")]
FidoService = Annotated[str, typer.Option(metavar="ID", help="What TW FidO knows this service by.")]
FidoKey = Annotated[Path | None, typer.Option(metavar="FILE", help="TW FidO's AES-256 key, in hexadecimal.")]
Certificate = Annotated[
    Path | None, typer.Option(metavar="FILE", help="This server's own certificate chain (PEM), for TLS.")
]
Key = Annotated[Path | None, typer.Option(metavar="FILE", help="Its key (PEM).")]
Readable = Annotated[bool, typer.Option("--readable-logs", help="Logs for a person, not as JSON.")]

DEVICE_RATE, ADDRESS_RATE, LOOK_UP_RATE, CODE_RATE = 1200, 6000, 60, 6


def limits_of(told: PerMinute, *, training: bool) -> PerMinute:
    """What was told; training limits nothing, for there everybody is one machine."""
    return PerMinute() if training else told


def fido_of(url: str, service: str, key: Path | None) -> FidoSource | None:
    """TW FidO, told in full or not at all. Raises BadParameter."""
    if not url and not service and key is None:
        return None
    if not url or not service or key is None:
        raise typer.BadParameter(
            "it needs --fido-service-id and --fido-key-file too", param_hint="--fido-url"
        )
    try:
        right = len(bytes.fromhex(key.read_text("ascii").strip())) == 32
    except (OSError, ValueError):
        right = False
    if not right:
        raise typer.BadParameter("64 hexadecimal digits", param_hint="--fido-key-file")
    return FidoSource(url.rstrip("/"), service, key.resolve())


def tls_of(certificate: Path | None, key: Path | None) -> tuple[Path, Path] | None:
    """Certificate and key that belong together, None for neither. Raises BadParameter."""
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise typer.BadParameter("certificate and key go together", param_hint="--certificate, --key")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=lambda: b"")
    except (OSError, ssl.SSLError):
        raise typer.BadParameter(
            "they are not a certificate and its key", param_hint="--certificate"
        ) from None
    return certificate, key
