"""The office, put together: its desks, its pages, its languages."""

import logging
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette_admin.base import BaseAdmin
from starlette_admin.i18n import I18nConfig, TimezoneConfig, get_locale

from central.backoffice.agency_desks import EligibilityDesk
from central.backoffice.audit_desk import AuditDesk
from central.backoffice.auth import OfficeAuth
from central.backoffice.calendar_desk import CalendarDaysDesk
from central.backoffice.calm_errors import CalmErrors
from central.backoffice.counter_logs_page import CounterLogsPage
from central.backoffice.device_desk import DevicesDesk
from central.backoffice.fleet_desks import FleetSettingsDesk, UpdatesDesk
from central.backoffice.inquiry_desk import InquiriesDesk
from central.backoffice.office_desks import CounterStaffDesk, OfficesDesk
from central.backoffice.pages import ChainPage, HomePage, ProgrammePage, ReportsPage
from central.backoffice.parts import OfficeParts
from central.backoffice.plan_desks import CatalogueDesk, VendorPlansDesk
from central.backoffice.plan_page import PlanPage
from central.backoffice.privacy_desk import PrivacyRequestsDesk
from central.backoffice.review_desk import ReviewsDesk
from central.backoffice.staff_desks import KeysDesk, StaffDesk
from central.backoffice.vendor_desks import OrdersDesk, RefundsDesk
from central.backoffice.vendors_desk import VendorsDesk
from central.backoffice.words import say, told

ROUTE = "office"
PATH = "/office"
_LANGUAGES = {"zh_Hant": "中文", "zh-Hant": "中文", "en": "English"}


def build_office(parts: OfficeParts) -> Starlette:
    """The office as an application, to be mounted at `PATH` under the name `ROUTE`."""
    # It logs names that were typed; what counts is in the log of changes.
    logging.getLogger("starlette_admin").setLevel(logging.CRITICAL)
    admin = BaseAdmin(
        title=say("臺灣雲市集 後台", "臺灣雲市集 back office"),
        base_url=PATH,
        route_name=ROUTE,
        templates_dir=str(Path(__file__).parent / "templates"),
        index_view=HomePage(parts),
        auth_provider=OfficeAuth(parts.accounts, parts.sessions, secure=parts.secure),
        secret_key=parts.cookie_key,
        middlewares=[Middleware(CalmErrors)],
        i18n_config=I18nConfig(
            default_locale="zh_Hant", language_header_name=None, language_switcher=["zh_Hant", "en"]
        ),
        timezone_config=TimezoneConfig(
            default_timezone="Asia/Taipei", timezone_cookie_name=None, use_user_locale_timezone=False
        ),
    )
    for desk in (EligibilityDesk, CatalogueDesk, OrdersDesk, RefundsDesk, VendorPlansDesk, ReviewsDesk):
        admin.add_view(desk(parts))
    for asked in (InquiriesDesk, PrivacyRequestsDesk):
        admin.add_view(asked(parts))
    for kiosks in (DevicesDesk, FleetSettingsDesk, UpdatesDesk):
        admin.add_view(kiosks(parts))
    for place in (OfficesDesk, CounterStaffDesk, CalendarDaysDesk):
        admin.add_view(place(parts))
    for page in (ProgrammePage, ReportsPage, PlanPage):
        admin.add_view(page(parts))
    for house in (StaffDesk, VendorsDesk, KeysDesk, AuditDesk):
        admin.add_view(house(parts))
    for log_page in (CounterLogsPage, ChainPage):
        admin.add_view(log_page(parts))
    words = admin.templates.env.globals
    words["told"] = told
    words["training"] = parts.training
    words["get_locale"] = lambda: get_locale().replace("_", "-")  # as HTML names languages
    words["get_locale_display_name"] = lambda locale: _LANGUAGES[locale]
    holder = Starlette()
    admin.mount_to(holder)
    return admin.app
