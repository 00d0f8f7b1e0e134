"""The mail that brings the link to a paper."""

from datetime import datetime

from central.mail.letter import MailText, Part, letter
from kiosk.domain.calendar import TAIPEI


def paper_mail(cooperative: str, paper: str, url: str, until: datetime) -> MailText:
    """To `cooperative`: its `paper` (name and number) lies at `url` until that moment (UTC).

    The paper itself stays out of the mail, which may pass and lie anywhere.
    """
    last = f"{until.astimezone(TAIPEI):%Y/%m/%d %H:%M}"
    return letter(
        Part(
            title="您的單據",
            paragraphs=(
                "您在服務櫃台辦理事項的單據，可由下方連結取得（PDF）。",
                f"連結至 {last} 為止有效。取得連結的人都能看到單據內容，請勿轉寄。",
                "若您沒有在服務櫃台辦理，請不必開啟，並請來電告知。",
            ),
            facts=(("合作社", cooperative), ("單據", paper)),
            link=("取得單據", url),
        ),
        Part(
            title="Your paper",
            paragraphs=(
                "The paper about what you did at the service counter can be fetched by the link below (PDF).",
                f"The link holds until {last} (Taipei). Whoever has it can read the paper: keep it safe.",
                "If you were not at a service counter, do not open it and please tell us by telephone.",
            ),
            facts=(("Cooperative", cooperative), ("Paper", paper)),
            link=("Fetch the paper", url),
        ),
    )
