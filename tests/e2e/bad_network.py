"""Scenes: central does not run, and runs again."""

from kiosk.services.membership_view import MembershipView
from tests.e2e.bad_input import Hand
from tests.e2e.conversation import ask
from tests.e2e.program import Scene

AWAY = ("K-SYNC-01", "目前連不上中央服務", "連線恢復後會自動送出")


def central_away(scene: Scene) -> None:
    """Registration goes on up to the code from the e-mail, says what waits and why; then central is back."""
    hand = Hand(scene)
    scene.play_to("registration.identity")
    ask("end central")
    scene.play_to("registration.email_code")
    taken = "registration.email_code.taken"
    scene.player.wait(lambda: scene.player.find(taken) is not None, "what was taken, and its code")
    scene.player.wait(lambda: scene.text("sync-mark.text") == "離線，2 筆待送", "the mark of what waits")
    hand.wizard_stands_at("email_code", "declaration", "contact")
    scene.player.click("registration.email_code.again")
    hand.is_told(*AWAY)
    scene.player.write("registration.email_code.code", "123456")
    hand.go_on()
    hand.is_told(*AWAY)
    hand.is_on("registration.email_code")

    scene.player.click("nav.home")
    hand.comes_to("start")
    scene.player.wait(lambda: scene.player.find("start.member.mark") is not None, "the member's panel")
    scene.player.picture("start-provisional")
    mark = scene.player.find("start.member.mark")
    assert mark is not None
    assert mark.accessibleName() == "暫定"
    scene.player.click("start.account")
    hand.comes_to("account")
    assert scene.player.find("account.provisional") is not None
    scene.player.picture("account-provisional")
    scene.player.click("nav.home")
    hand.comes_to("start")

    ask("start central")
    scene.player.click("start.unfinished.resume")
    hand.comes_to("registration.email_code")
    hand.is_not_told_anything()
    scene.player.wait(lambda: scene.text("sync-mark.text") == "已同步", "the mark of being in step")
    scene.play_to("registration.done")
    assert not _view(scene).provisional
    assert _view(scene).confirmed == _view(scene).shown


def _view(scene: Scene) -> MembershipView:
    card = scene.window.card.present
    assert card is not None
    member = scene.services.desk.find(card.holder.holder_id)
    assert member is not None
    return scene.services.desk.view(member)
