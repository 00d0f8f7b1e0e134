"""Fetching the authorities' revocation lists into the folder that central takes them from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx2

from kiosk.contract.authorities import read_authorities
from kiosk.contract.certificates import load_certificate
from kiosk.contract.list_folder import ListFolder
from kiosk.contract.revocation import LARGEST_LIST, ListRefused, RevocationLists

POINTS = "distribution-points.txt"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a distribution point: `authority` (its file's name) where a list is held from there.

    `trouble` says in English why nothing new is; it is empty where all is well.
    """

    url: str
    authority: str
    changed: bool
    trouble: str


def distribution_points(trust: Path) -> tuple[str, ...]:
    """The addresses in the trust folder's `distribution-points.txt`, one a line; # begins a remark."""
    file = trust / POINTS
    if not file.exists():
        return ()
    lines = (line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line)


def fetch_lists(urls: Iterable[str], trust: Path, folder: Path, timeout: timedelta) -> tuple[Fetched, ...]:
    """Download each list and put it in its place in `folder`, if one of `trust`'s authorities signed it.

    A list that is wrong leaves the one before in its place. Raises OSError, CertificateMalformed.
    """
    lists = RevocationLists(load_certificate(der) for der in read_authorities(trust))
    kept = ListFolder(folder, lists)
    kept.look()
    with httpx2.Client(timeout=timeout.total_seconds(), follow_redirects=True, trust_env=False) as http:
        return tuple(_fetched(http, url, lists, kept) for url in urls)


def _fetched(http: httpx2.Client, url: str, lists: RevocationLists, kept: ListFolder) -> Fetched:
    try:
        before = {name: lists.held(name) for name in lists.names()}
        new = lists.put(_download(http, url))
    except ListRefused as refused:
        return Fetched(url, "", changed=False, trouble=str(refused))
    except httpx2.HTTPStatusError as error:
        return Fetched(url, "", changed=False, trouble=f"HTTP {error.response.status_code}")
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        return Fetched(url, "", changed=False, trouble=type(error).__name__)
    held = before[new.authority]
    changed = held is None or held.sha256 != new.sha256
    if changed:
        kept.keep(new)
    return Fetched(url, new.authority, changed=changed, trouble="")


def _download(http: httpx2.Client, url: str) -> bytes:
    """What is at `url`, up to one byte more than a list may have."""
    content = bytearray()
    with http.stream("GET", url) as response:
        response.raise_for_status()
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > LARGEST_LIST:
                break
    return bytes(content)
