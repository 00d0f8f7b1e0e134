"""What central gives to a kiosk beside answers and events, where there is no network to fetch it by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from central.documents import Document, Documents
from central.limits import LimitsDocument
from kiosk.contract.programme_changes import LIMITS
from kiosk.contract.revocation import RevocationLists


@dataclass(frozen=True, slots=True)
class Carried:
    """The documents and the revocation lists as they are now."""

    index: Documents
    limits: LimitsDocument
    revocation: RevocationLists

    def documents(self, office: str) -> Mapping[str, Document]:
        """All documents for the devices of `office`, by name."""
        names = [one.name for one in self.index.index(office).documents]
        found = {name: self.index.find(name, office) for name in names}
        return {**{name: one for name, one in found.items() if one is not None}, LIMITS: self.limits.now()}

    def lists(self) -> Iterator[bytes]:
        """Each authority's list (DER)."""
        held = (self.revocation.held(name) for name in self.revocation.names())
        return (one.der for one in held if one is not None)
