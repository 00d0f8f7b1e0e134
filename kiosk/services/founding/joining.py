"""From founder to member: the case of a cooperative that was registered becomes a registration."""

from kiosk.services.flows.registration import ContactGiven, CooperativeNamed, Registration
from kiosk.services.flows.services import Services


def registration_of(services: Services, case_id: str) -> Registration:
    """A registration with everything that the case knows; the case remembers the membership.

    Raises `Failed` (CASE_GONE) and `StorageError`.
    """
    record = services.founding.read(case_id)
    named = CooperativeNamed(record.case.name or "", record.registered.ubn)
    contact = record.contact
    flow = Registration.knowing(services, named, ContactGiven(contact.name, contact.email, contact.phone))
    services.founding.joined(case_id, flow.membership_id)
    return flow
