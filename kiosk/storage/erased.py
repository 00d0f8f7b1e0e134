"""刪除: what a member asked to be deleted, and central has deleted, is deleted here as well (個資法 §11)."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kiosk.storage import apart, inquiries, purged, receipts
from kiosk.storage.tables import DraftRow, InquiryRow, MembershipRow, ReceiptRow

RULE = "deletion asked for by the member"


def erase(session: Session, membership_id: str, inquiry_id: str, at: datetime) -> None:
    """Delete all of the membership, papers and index too, and log it; again it changes nothing.

    What stays is what the devices' chain and the papers' numbers hang on, and that it was asked for.
    """
    papers = session.scalars(
        select(ReceiptRow).where(ReceiptRow.membership_id == membership_id, ReceiptRow.snapshot != "")
    ).all()
    for paper in papers:
        receipts.end(paper)
    messages = session.scalars(select(InquiryRow).where(InquiryRow.membership_id == membership_id)).all()
    for message in messages:
        session.delete(message)
    inquiries.empty_commands(session, {inquiry_id, *(one.inquiry_id for one in messages)})
    session.execute(delete(DraftRow).where(DraftRow.membership_id == membership_id))
    session.execute(delete(MembershipRow).where(MembershipRow.membership_id == membership_id))
    purged.purge(session, membership_id, RULE, at, but_waiting=True)
    for what, rows in ((ReceiptRow.__tablename__, len(papers)), (InquiryRow.__tablename__, len(messages))):
        if rows:
            apart.log(session, membership_id, what, rows, RULE, at)
