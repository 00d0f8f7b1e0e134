"""The virtual cards one can put in, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kiosk.cardreader.profiles.probe import NHI_ATR
from kiosk.cardreader.virtual.behaviour import Behaviour
from kiosk.cardreader.virtual.card import Card
from kiosk.cardreader.virtual.personalise import (
    TRAINING_PIN,
    Garbage,
    Hicos,
    Iso7816,
    Personalisation,
    Refusing,
    answer_to_reset,
)

__all__ = ["GROUPS", "SCENARIOS", "TRAINING_PIN", "Group", "Scenario"]

Group = Literal["good", "refused", "trouble"]
"""What a card comes to: one can sign with it, it is refused, or card and reader make trouble."""


_STAYS = Behaviour()


@dataclass(frozen=True)
class Scenario:
    """One line that says what it is, in Chinese and in English; the card, and how it behaves."""

    zh: str
    en: str
    card: Personalisation
    behaviour: Behaviour = _STAYS

    def make(self, folder: Path) -> Card:
        """A new card of this scenario. Raises OSError where `folder` holds no training cards."""
        return self.card.make(folder)


_ORGANISATION = Iso7816("organisation", 1)

# The answers to reset that are published, both of citizens' cards; none is of the organisations'.
_CITIZEN_1 = bytes.fromhex("3BB813008131FA524348544D4F494341A5")
_CITIZEN_2 = bytes.fromhex("3BD8960081B1FE451F0743485447504B494ADD")
_OTHER = answer_to_reset(b"TRAINING")

GROUPS: Mapping[Group, Mapping[str, Scenario]] = {
    "good": {
        "good-organisation": Scenario("組織及團體憑證", "Organisation card", _ORGANISATION),
        "good-citizen": Scenario("自然人憑證", "Citizen card", Iso7816("citizen", 2)),
        "good-company": Scenario(
            "工商憑證，載有統一編號", "Company card, with its UBN", Iso7816("company", 5)
        ),
        "rare-name": Scenario(
            "自然人憑證，姓名有罕用字", "Citizen card, rare characters", Iso7816("rare-name", 6)
        ),
        "ec-citizen": Scenario(
            "自然人憑證，P-256 金鑰", "Citizen card, P-256 key", Iso7816("ec-citizen", 7)
        ),
        "ec-organisation": Scenario(
            "組織及團體憑證，P-384 金鑰", "Organisation card, P-384 key", Iso7816("ec-organisation", 8)
        ),
        "t0-organisation": Scenario(
            "組織及團體憑證，T=0 傳輸", "Organisation card, T=0", Iso7816("organisation", 13, t0=True)
        ),
        "hicos1-citizen": Scenario(
            "自然人憑證，HiCOS 第 1 代", "Citizen card, HiCOS 1", Hicos(1, _CITIZEN_1, "citizen", 14)
        ),
        "hicos1-organisation": Scenario(
            "組織及團體憑證，HiCOS 第 1 代",
            "Organisation card, HiCOS 1",
            Hicos(1, _OTHER, "organisation", 15),
        ),
        "hicos2-citizen": Scenario(
            "自然人憑證，HiCOS 第 2 代", "Citizen card, HiCOS 2", Hicos(2, _CITIZEN_2, "citizen", 16)
        ),
        "hicos2-organisation": Scenario(
            "組織及團體憑證，HiCOS 第 2 代",
            "Organisation card, HiCOS 2",
            Hicos(2, _OTHER, "organisation", 17),
        ),
        "last-try": Scenario(
            "組織及團體憑證，PIN 碼只剩 1 次",
            "Organisation card, 1 PIN try left",
            Iso7816("organisation", 1, tries_left=1),
        ),
    },
    "refused": {
        "expired": Scenario("憑證已過期", "Expired certificate", Iso7816("expired", 3)),
        "not-yet-valid": Scenario("憑證尚未生效", "Certificate not valid yet", Iso7816("not-yet-valid", 9)),
        "revoked": Scenario("憑證已廢止", "Revoked certificate", Iso7816("revoked", 10)),
        "wrong-ca": Scenario("不明機構簽發的憑證", "Unknown issuer", Iso7816("impostor", 4)),
        "production": Scenario(
            "正式憑證，訓練時不收", "Real card, not for training", Iso7816("production", 11)
        ),
        "wrong-usage": Scenario(
            "憑證不能用來簽章", "Certificate not for signing", Iso7816("wrong-usage", 12)
        ),
        "blocked": Scenario("PIN 碼已鎖住", "PIN locked", Iso7816("organisation", 1, tries_left=0)),
        "nhi": Scenario("健保卡", "Health insurance card", Refusing(NHI_ATR, 0x6A82)),
        "unknown": Scenario(
            "不認得的卡片", "Card of an unknown kind", Refusing(answer_to_reset(b"UNKNOWN"), 0x6D00)
        ),
    },
    "trouble": {
        "pulled-out-at-read": Scenario(
            "讀取時抽出", "Pulled out while read", _ORGANISATION, Behaviour(remove_at="read")
        ),
        "pulled-out-at-verify": Scenario(
            "驗證 PIN 碼時抽出", "Pulled out at the PIN", _ORGANISATION, Behaviour(remove_at="verify")
        ),
        "pulled-out-at-sign": Scenario(
            "簽章時抽出", "Pulled out while signing", _ORGANISATION, Behaviour(remove_at="sign")
        ),
        "slow": Scenario(
            "很慢的卡片，每個指令 0.2 秒",
            "Slow card, 0.2 s a command",
            _ORGANISATION,
            Behaviour(seconds_an_answer=0.2),
        ),
        "garbage": Scenario("回應雜亂的卡片", "Card that answers nonsense", Garbage()),
        "mute": Scenario("沒有回應的卡片", "Card that does not answer", Refusing(b"\x00", 0x6F00)),
    },
}

SCENARIOS: Mapping[str, Scenario] = {
    name: scenario for group in GROUPS.values() for name, scenario in group.items()
}
