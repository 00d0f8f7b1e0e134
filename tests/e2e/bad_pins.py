"""Scenes: what can go wrong between a card and its PIN."""

from kiosk.cardreader.virtual.scenarios import TRAINING_PIN
from tests.e2e.bad_input import WRONG_PIN, Hand
from tests.e2e.program import Scene

WRONG = ("K-CARD-10", "PIN 碼不正確", "請確認後再輸入")
BLOCKED = ("K-CARD-12", "卡片已鎖住", "到發證機關解鎖")
PULLED_OUT = ("K-CARD-07", "卡片在過程中被取出", "請重新插入同一張憑證")
OTHER = ("K-CARD-09", "這不是剛才的那張卡片", "請插回剛才的憑證")
THREE, TWO, LAST = "還可以試 3 次", "還可以試 2 次", "只剩最後 1 次機會"


def wrong_pins(scene: Scene) -> None:
    """A wrong PIN, twice; then the last try, which is asked about before it is used; then the right one."""
    hand = Hand(scene)
    scene.play_to("signing")
    hand.ready_for_pin(THREE)
    hand.sign_with(WRONG_PIN)
    hand.is_told(*WRONG, also="還可以再試 2 次")
    assert hand.pad_shows(TWO), "no PIN is asked for with the tries of before"
    assert hand.typed() == 0
    hand.type_pin("1")
    hand.is_not_told_anything()
    scene.player.click("pin.clear")
    hand.take_out()
    hand.is_asked_for_card()
    hand.put_back()
    hand.ready_for_pin(TWO)
    hand.sign_with(WRONG_PIN)
    hand.is_told(*WRONG, also="還可以再試 1 次")
    assert hand.pad_shows(LAST), "no PIN is asked for with the tries of before"
    hand.type_pin(TRAINING_PIN)
    hand.go_on()
    scene.player.picture("last-try")
    scene.player.click("dialog.no")
    hand.is_on("signing")
    assert hand.typed() == len(TRAINING_PIN), "what was typed is still there"
    assert hand.pad_shows(LAST), "nothing was sent to the card"
    hand.nothing_submitted()
    hand.go_on()
    scene.player.click("dialog.yes")
    hand.comes_to("registration.declaration")


def cards_that_cannot_sign(scene: Scene) -> None:
    """Blocked, somebody else's, blocked by the last try: no PIN is asked for; the right card goes on."""
    hand = Hand(scene)
    scene.play_to("signing")
    hand.ready_for_pin(THREE)
    hand.put_in("blocked")
    hand.is_told(*BLOCKED)
    assert hand.no_pad()
    hand.put_in("good-citizen")
    hand.is_told(*OTHER)
    assert hand.no_pad()
    hand.put_in("last-try")
    hand.ready_for_pin(LAST)
    hand.sign_with(WRONG_PIN)
    scene.player.click("dialog.yes")
    hand.is_told(*BLOCKED)
    assert hand.no_pad()
    hand.wizard_stands_at("pin", "identity", "consent", "card", "cooperative")
    hand.nothing_submitted()
    hand.put_in("good-organisation")
    hand.ready_for_pin(THREE)
    hand.sign_with(TRAINING_PIN)
    hand.comes_to("registration.declaration")


def pulled_out(scene: Scene) -> None:
    """The card leaves with digits typed, as the PIN arrives, and as it signs: nothing is submitted."""
    hand = Hand(scene)
    scene.play_to("signing")
    hand.ready_for_pin(THREE)
    hand.type_pin("123")
    hand.take_out()
    hand.is_asked_for_card()
    assert hand.no_pad()
    hand.put_back()
    hand.ready_for_pin(THREE)
    for card in ("pulled-out-at-verify", "pulled-out-at-sign"):
        hand.put_in(card)
        hand.ready_for_pin(THREE)
        hand.sign_with(TRAINING_PIN)
        hand.is_told(*PULLED_OUT)
        scene.player.wait(hand.no_pad, "the pad's end")
        hand.is_on("signing")
        hand.nothing_submitted()
        hand.wizard_stands_at("pin", "identity", "consent", "card", "cooperative")
    hand.put_back()
    hand.ready_for_pin(THREE)
    hand.sign_with(TRAINING_PIN)
    hand.comes_to("registration.declaration")
