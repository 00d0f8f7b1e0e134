"""Scenes: cards that cannot be used, and readers that are not there."""

from kiosk.cardreader.virtual.scenarios import TRAINING_PIN
from kiosk.ui.widgets import Banner
from tests.e2e.bad_input import Hand
from tests.e2e.conversation import ask
from tests.e2e.program import Scene

CARDS = (
    ("nhi", "K-CARD-04", "健保卡", "請改插自然人憑證"),
    ("unknown", "K-CARD-05", "認不出", "重新插入"),
    ("mute", "K-CARD-06", "沒有回應", "擦拭晶片"),
    ("expired", "K-CERT-02", "過期", "展期或換發"),
    ("wrong-ca", "K-CERT-01", "不是可以受理的發證機關", "請改用自然人憑證"),
)
"""Training card, and what is told of it: code, in its title, in its remedy."""


def on_the_card_page(scene: Scene) -> None:
    """註冊, 身分驗證: no card, and each card that cannot be used; then the right one."""
    hand = Hand(scene)
    scene.play_to("registration.consent")
    hand.take_out()
    scene.player.click("registration.consent.agree")
    hand.go_on()
    hand.comes_to("registration.card")
    hand.is_asked_for_card()
    for card, *told in CARDS:
        hand.put_in(card)
        hand.is_told(*told)
        assert not hand.can_go_on()
        hand.is_on("registration.card")
    hand.take_out()
    hand.is_asked_for_card()
    hand.wizard_stands_at("card", "identity", "consent")
    hand.nothing_submitted()
    hand.put_in("good-organisation")
    hand.comes_to("registration.cooperative")


def on_the_other_pages(scene: Scene) -> None:
    """The start page and the page that waits for a member's card tell the same of a wrong card.

    A card that nobody joined with here is looked up at central, and then leads to 註冊.
    """
    hand = Hand(scene)
    hand.put_in("nhi")
    hand.comes_to("start")
    scene.player.wait(lambda: "健保卡" in _note(scene), "a word about the card")
    scene.player.picture("start-nhi")
    scene.player.click("start.account")
    hand.comes_to("member")
    hand.is_told("K-CARD-04", "健保卡", "請改插自然人憑證")
    hand.put_in("expired")
    hand.is_told("K-CERT-02", "過期", "展期或換發")
    hand.take_out()
    hand.is_asked_for_card()
    hand.put_in("good-organisation")
    scene.player.wait(hand.can_go_on, "the way to a look-up")
    hand.go_on()
    hand.comes_to("signing")
    hand.type_pin(TRAINING_PIN)
    hand.go_on()
    hand.comes_to("identify.done")  # central believes the card, and knows of no membership
    scene.player.picture("identify-none")
    hand.go_on()
    hand.comes_to("registration.identity")


def without_a_reader(scene: Scene) -> None:
    """The PC/SC service ends, comes back without a reader, then with it: the page follows by itself."""
    hand = Hand(scene)
    scene.play_to("registration.consent")
    ask("end the PC/SC service")
    scene.player.click("registration.consent.agree")
    hand.go_on()
    hand.comes_to("registration.card")
    hand.is_told("K-CARD-01", "讀卡機服務沒有啟動", "自動繼續")
    ask("start the PC/SC service without a reader")
    hand.is_told("K-CARD-02", "找不到讀卡機", "重新插好")
    ask("end the PC/SC service")
    hand.is_told("K-CARD-01", "讀卡機服務沒有啟動", "自動繼續")
    hand.wizard_stands_at("card", "identity", "consent")
    ask("start the PC/SC service")
    hand.comes_to("registration.cooperative")  # the card has lain in the reader all the time


def _note(scene: Scene) -> str:
    banner = scene.player.find("start.card", Banner)
    return "" if banner is None else banner.accessibleName()
