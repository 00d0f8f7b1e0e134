"""Who a cooperative's holder is, as a certificate says it."""

from dataclasses import dataclass
from enum import StrEnum


class IdentityKind(StrEnum):
    """How the holder identifies (brochure: 依身分別選擇認證方式)."""

    ORGANISATION_CERTIFICATE = "organisation_certificate"  # 組織及團體憑證
    CITIZEN_CERTIFICATE = "citizen_certificate"  # 負責人之自然人憑證
    MOBILE_CITIZEN_CERTIFICATE = "mobile_citizen_certificate"  # 負責人之行動自然人憑證


@dataclass(frozen=True, slots=True)
class HolderId:
    """The lasting identity behind a certificate; it outlives the renewal of the certificate.

    `issuer` is the issuing authority's distinguished name (RFC 4514 text). `subject` is what that authority
    keeps for the holder: an organisation's OID (XCA), a 統一編號 (MOEACA) or MOICA's own 16-digit number.
    """

    issuer: str
    subject: str
