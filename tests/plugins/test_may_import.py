"""The contract of the layout table: what is allowed passes, everything else is named with its line."""

from collections.abc import Callable
from typing import Any

import pytest
from grimp import ImportGraph

from tests.plugins.may_import import MayImport

Broken = list[tuple[str, str, str]]


@pytest.fixture
def broken_by() -> Callable[..., Broken]:
    def check(imported: str, **options: Any) -> Broken:
        graph = ImportGraph()
        graph.add_import(importer="kiosk.domain.refund", imported=imported, line_number=4, line_contents="…")
        graph.add_module("kiosk.domain")
        contract = MayImport("domain", {}, {"package": "kiosk.domain", **options})
        broken: Broken = contract.check(graph, verbose=False).metadata["broken"]
        return broken

    return check


@pytest.mark.parametrize("imported", ["kiosk.domain.money", "kiosk.contract.trust", "datetime", "holidays"])
def test_allowed(broken_by: Callable[..., Broken], imported: str) -> None:
    assert broken_by(imported, ours=["kiosk.contract"], third_party=["holidays"]) == []


@pytest.mark.parametrize("imported", ["kiosk.storage", "kiosk.contracts", "kiosk", "central", "pydantic"])
def test_not_allowed(broken_by: Callable[..., Broken], imported: str) -> None:
    found = broken_by(imported, ours=["kiosk.contract"], third_party=["holidays"])
    assert found == [("kiosk.domain.refund", imported, "4")]


def test_without_a_list_any_third_party_passes(broken_by: Callable[..., Broken]) -> None:
    assert broken_by("pydantic", ours=[]) == []
