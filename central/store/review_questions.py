"""What counters ask the review desk about commands that were not accepted."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
import uuid_utils

from central.store.tables import device, review, review_question


def add_question(
    connection: sa.Connection, office: str, command_id: str, question: str, at: datetime
) -> bool:
    """Keep a question about a command of this office; the same one again is kept once.

    The case is open again, for somebody has to look at it. False where the review desk has no such command.
    """
    found = sa.select(review.c.review_id).join(device).where(review.c.command_id == command_id)
    review_id = connection.scalar(found.order_by(review.c.at.desc()).limit(1))
    if review_id is None:
        return False
    same = sa.select(review_question.c.question_id).where(
        review_question.c.review_id == review_id, review_question.c.question == question
    )
    if connection.execute(same).first() is None:
        values = {"review_id": review_id, "at": at, "question": question}
        connection.execute(sa.insert(review_question).values(question_id=str(uuid_utils.uuid7()), **values))
        reopened = sa.update(review).where(review.c.review_id == review_id)
        connection.execute(reopened.values(settled_at=None))
    return True


def questions_of(connection: sa.Connection, review_ids: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The questions to each of these cases, in the order in which they came."""
    query = sa.select(review_question.c.review_id, review_question.c.question)
    query = query.where(review_question.c.review_id.in_(review_ids)).order_by(review_question.c.at)
    asked: dict[str, list[str]] = defaultdict(list)
    for review_id, question in connection.execute(query):
        asked[review_id].append(question)
    return {review_id: tuple(questions) for review_id, questions in asked.items()}
