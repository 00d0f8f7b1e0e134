"""The pages of 註冊, one for each step."""

from functools import partial

from kiosk.services.flows.registration import Registration, RegistrationScene
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.journey import PageMaker
from kiosk.ui.pages.registration.application import (
    ContactPage,
    DeclarationPage,
    EmailCodePage,
    RegisteredPage,
)
from kiosk.ui.pages.registration.identify import CardPage, ConsentPage, CooperativePage, IdentityPage
from kiosk.ui.pages.registration.member import JoinSigningPage, MemberElsewherePage
from kiosk.ui.pages.step_page import StepPage

_PAGES = {
    "identity": IdentityPage,
    "consent": ConsentPage,
    "card": CardPage,
    "cooperative": CooperativePage,
    "member": MemberElsewherePage,
    "declaration": DeclarationPage,
    "contact": ContactPage,
    "done": RegisteredPage,
}


def registration_pages(flow: Registration) -> PageMaker:
    """Makes the page of each step of `flow`."""
    return partial(_make, flow)


def _make(flow: Registration, scene: RegistrationScene, context: Context) -> StepPage:
    if scene.signing is not None:
        return JoinSigningPage(context, scene.signing)
    if scene.step == "email_code":
        return EmailCodePage(scene, context, flow)
    return _PAGES[scene.step](scene, context)
