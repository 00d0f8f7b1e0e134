"""What mails say, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MailText:
    """Subject and plain text of a mail."""

    subject: str
    text: str


def email_code_text(code: str, minutes: int) -> MailText:
    """The mail that brings the code of 驗證Email; it holds for `minutes`."""
    return MailText(
        subject="臺灣雲市集 Email 驗證碼 / Your verification code",
        text=f"""您好：

您的 Email 驗證碼是：{code}

請在服務櫃檯的畫面上輸入這組驗證碼。驗證碼 {minutes} 分鐘內有效，只能使用一次。
工作人員不會以電話或郵件向您索取驗證碼。若您沒有申請加入會員，請不必理會這封信。

客服專線 0809-092-091（每日 9:00 至 18:00）

────────

Hello,

Your verification code is: {code}

Please enter it on the screen at the service counter. It holds for {minutes} minutes and can be used once.
Nobody will ask you for it by phone or mail. If you did not apply for membership, please ignore this mail.

Service line 0809-092-091 (9:00 to 18:00, every day)
""",
    )
