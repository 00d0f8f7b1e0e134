"""What people do at counters, at vendors and at the authority: any of it, by chance that a seed repeats."""

from random import Random

from central.store.memberships import list_orders
from kiosk.domain import commands as asked
from kiosk.domain.calendar import taipei_day
from kiosk.domain.identifiers import order_number
from kiosk.domain.membership import Membership, OrderState
from kiosk.domain.ordering import refund_quote
from kiosk.domain.refusals import Refused
from kiosk.services.failures import Failed, Trouble
from tests.central.kiosk import application, assessment, opening
from tests.proof.office import HOLDERS, Office, ProofKiosk

_AWAITING = {OrderState.AWAITING_VENDOR, OrderState.AWAITING_PAYMENT}
_PAID = {OrderState.PAID, OrderState.IN_SERVICE}


class People:
    """Cooperatives that go to any counter, and those who answer them."""

    def __init__(self, office: Office, chance: Random) -> None:
        self.office, self.chance = office, chance
        self._numbers = 0

    def at_the_counter(self, kiosk: ProofKiosk, holder: str) -> bool:
        """Somebody asks for something; whether it was taken, and not refused at the counter."""
        card = self.office.cards[holder]
        member = kiosk.desk.find(card.holder)
        try:
            if member is None:
                self._join(kiosk, holder)
                return True
            command = self._asked(kiosk.desk.view(member).shown)
            signed = hasattr(command, "signer")
            kiosk.submit(member, command, card if signed else None)
        except Refused:
            return False
        except Failed as failed:  # a machine that was copied takes no new case once it knows
            if failed.failure not in {Trouble.DATABASE_COPIED, Trouble.DEVICE_QUARANTINED}:
                raise
            return False
        return True

    def _join(self, kiosk: ProofKiosk, holder: str) -> None:
        card = self.office.cards[holder]
        member = kiosk.desk.new_membership_id()
        opened = opening(card, self.office.clock(), ubn=HOLDERS[holder], cooperative_name=f"訓練用 {holder}")
        kiosk.submit(member, opened, card)
        kiosk.submit(member, application())

    def _asked(self, shown: Membership) -> asked.Command:
        """Something that a cooperative in this state may want."""
        chance, assert_of = self.chance, shown.registration
        assert assert_of is not None
        holder = assert_of.holder
        questionnaire = self.office.programme.questionnaire
        awaiting = [order for order in shown.orders.values() if order.state in _AWAITING]
        paid = [order for order in shown.orders.values() if order.state in _PAID]
        wishes: list[asked.Command] = [
            asked.RequestExpert((chance.choice(questionnaire.themes).theme_id,)),
            self._order(shown),
            self._order(shown),
        ]
        if shown.grant is None:
            wishes += [application(f"{chance.randrange(3)}@coop.example"), assessment(questionnaire)]
        wishes += [asked.CancelOrder(order.order_number, holder) for order in awaiting]
        for order in paid:
            quote = refund_quote(order, taipei_day(self.office.clock()), self.office.programme)
            refund = asked.RequestRefund(order.order_number, quote.own_refund, quote.points_refund, holder)
            wishes += [refund, refund]
        return chance.choice(wishes)

    def _order(self, shown: Membership) -> asked.PlaceOrder:
        assert shown.registration is not None
        terms = self.chance.choice([plan.terms for plan in self.office.programme.plans.values()])
        in_hand = shown.points_in_hand(taipei_day(self.office.clock()))
        points = min(in_hand, terms.price // 2)
        points = self.chance.choice([0, points, points, self.chance.randint(0, points)])
        self._numbers += 1
        number = order_number(self.office.clock(), self._numbers)
        return asked.PlaceOrder(number, terms, points, terms.price - points, shown.registration.holder)

    def at_the_vendor(self) -> None:
        """A vendor does what is next with one of the orders, or declines it."""
        vendor, central = self.office.central.vendor, self.office.central
        with central.store.database.reading() as connection:
            orders = [one for one in list_orders(connection) if one.state not in {"cancelled", "refunded"}]
        if not orders:
            return
        order = self.chance.choice(orders)
        number = order.order_number
        try:
            match order.state:
                case "awaiting_vendor" if self.chance.random() < 0.2:
                    vendor.decline(number, "訓練")
                case "awaiting_vendor":
                    vendor.confirm(number)
                case "awaiting_payment":
                    vendor.pay(number, "訓練")
                case "paid" if self.chance.random() < 0.5:
                    vendor.invoice(number, "訓練-00000000")
                case "paid":
                    vendor.start(number)
        except Refused:
            return

    def at_the_authority(self) -> None:
        """What is due takes effect."""
        self.office.central.deadlines.apply()
