"""Which pages each wizard has."""

from collections.abc import Callable
from typing import Any

from kiosk.ui.pages.assessment import assessment_pages
from kiosk.ui.pages.cancel import cancel_pages
from kiosk.ui.pages.expert import expert_pages
from kiosk.ui.pages.founding.guide import guide_page
from kiosk.ui.pages.identify import identify_pages
from kiosk.ui.pages.journey import PageMaker
from kiosk.ui.pages.order import order_pages
from kiosk.ui.pages.privacy import privacy_pages
from kiosk.ui.pages.refund import refund_pages
from kiosk.ui.pages.registration import registration_pages

PAGES: dict[str, Callable[[Any], PageMaker]] = {
    "registration": registration_pages,
    "assessment": lambda _flow: assessment_pages,
    "privacy": lambda _flow: privacy_pages,
    "expert": lambda _flow: expert_pages,
    "founding_guide": lambda _flow: guide_page,
    "order": lambda _flow: order_pages,
    "cancel": lambda _flow: cancel_pages,
    "refund": lambda _flow: refund_pages,
    "identify": lambda _flow: identify_pages,
}
"""The pages of each wizard, by the name of its route."""
