"""The bill of materials names everything that is pinned; a secret in a file is found."""

import re

import pytest

from tests.plugins.sbom import ROOT, bill
from tests.plugins.secret_scan import found_in, scan


def test_the_bill_names_every_pinned_library_once() -> None:
    made = bill(ROOT)
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"(?m)^([a-z0-9-]+)(?:\[[^\]]+\])?==", text)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert [one["name"] for one in made["components"]] == pinned
    assert len({one["bom-ref"] for one in made["components"]}) == len(pinned)
    assert [one["name"] for one in made["components"] if not one["properties"]] == []
    assert sum("licenses" in one for one in made["components"]) > len(pinned) * 0.8


def test_no_secret_stands_in_the_repository() -> None:
    assert scan(ROOT) == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("-----BEGIN RSA PRIVATE" + " KEY-----", "private key"),
        ("AKIA" + "ABCDEFGHIJKLMNOP", "cloud key"),
        ("token: gh" + "p_" + "a" * 36, "access token"),
        ("eyJ" + "h" * 30 + ".eyJ" + "i" * 30 + "." + "s" * 30, "web token"),
        ("postgresql://central:" + "hunter2hunter2" + "@db.example", "address with a password"),
        ("pass" + 'word = "correct1horse2battery"', "password"),
    ],
)
def test_a_secret_is_found(line: str, kind: str) -> None:
    assert list(found_in(f"first\n{line}\n")) == [(2, kind)]


def test_what_is_no_secret_is_left_alone() -> None:
    assert list(found_in('password = ask()\npassword: "…"\nhttps://user@host.example/path')) == []
