"""The mail that brings a code."""

from central.mail.letter import MailText, Part, letter


def email_code_text(code: str, minutes: int) -> MailText:
    """The mail that brings the code of 驗證Email; it holds for `minutes`."""
    return letter(
        Part(
            title="Email 驗證碼",
            paragraphs=(
                f"您的 Email 驗證碼是：{code}",
                f"請在服務櫃檯的畫面上輸入這組驗證碼。驗證碼 {minutes} 分鐘內有效，只能使用一次。",
                "工作人員不會以電話或郵件向您索取驗證碼。若您沒有申請加入會員，請不必理會這封信。",
            ),
            code=code,
        ),
        Part(
            title="Your verification code",
            paragraphs=(
                f"Your verification code is: {code}",
                f"Please enter it at the service counter. It holds for {minutes} minutes and works once.",
                "Nobody will ask you for it. If you did not apply for membership, please ignore this mail.",
            ),
            code=code,
        ),
    )
