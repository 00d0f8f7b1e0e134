"""The papers about a membership: 註冊受理回執, 數位點數明細表, 數位自評報告, 個人資料請求受理回執."""

from collections.abc import Iterator

from kiosk.domain.roc_date import roc_date
from kiosk.services.receipts.blocks import (
    OFFICES_SEAL,
    Block,
    Column,
    Content,
    Figures,
    Heading,
    Note,
    Radar,
    Row,
    Statement,
    Table,
    Total,
)
from kiosk.services.receipts.layout import Label
from kiosk.services.receipts.papers import AssessmentPaper, DataRequestPaper, PointsPaper, RegistrationPaper


def registration(paper: RegistrationPaper) -> Content:
    """註冊受理回執."""
    check = (
        "Email 驗證後起算 from the confirmed e-mail" if paper.check_by is None else roc_date(paper.check_by)
    )
    return Content(
        Label("註冊受理回執", "Registration slip"),
        (
            Heading(Label("會員資料", "Member")),
            Row(((Label("認證方式", "Identified by"), paper.identity),)),
            Row(((Label("登入帳號", "Account (e-mail)"), paper.email),)),
            Row(
                ((Label("聯絡人", "Contact"), paper.contact_name), (Label("電話", "Telephone"), paper.phone))
            ),
            Row(
                (
                    (
                        Label("聲明事項", "Declared"),
                        f"已聲明符合{paper.conditions}項申請條件 conditions declared",
                    ),
                )
            ),
            Row(((Label("資格確認期限", "Checked by"), check),)),
            Statement(
                Label("已受理註冊，資格待主管單位確認", "Received; eligibility is still to be confirmed"),
                Label(
                    "接續辦理：驗證 Email、填寫數位自評檢測；資格確認後發給數位點數，並以 Email 通知採購。",
                    "Next: confirm the e-mail address and fill in the self-assessment. "
                    "Points follow once eligibility is confirmed; you will be told by e-mail.",
                ),
            ),
        ),
        seals=(OFFICES_SEAL,),
    )


def data_request(paper: DataRequestPaper) -> Content:
    """個人資料請求受理回執."""
    return Content(
        Label("個人資料請求受理回執", "Receipt of a request about personal data"),
        (
            Heading(Label("請求", "Request")),
            Row(((Label("請求事項", "Asked"), f"{paper.right} {paper.right_en}"),)),
            Row(
                (
                    (Label("受理日期", "Received on"), roc_date(paper.received_on)),
                    (Label("答覆期限", "Answered by"), roc_date(paper.due_on)),
                )
            ),
            Row(((Label("請求編號", "Request no."), paper.request_id),)),
            Statement(
                Label("已受理，由主辦及執行單位答覆", "Received; the agency will answer it"),
                Label(
                    "答覆以 Email 寄送，並列於「我的通知」。必要時得延長一次，"
                    "延長原因另行書面告知（個人資料保護法第13條）。",
                    "The answer is mailed, and told at the counter. It may be put off once; "
                    "you are then told why in writing (Personal Data Protection Act, article 13).",
                ),
            ),
        ),
        seals=(OFFICES_SEAL,),
    )


def points(paper: PointsPaper) -> Content:
    """數位點數明細表."""
    columns = (
        Column(Label("日期", "Date"), 36),
        Column(Label("摘要", "What"), 64),
        Column(Label("訂單編號", "Order no."), 42),
        Column(Label("增減", "Change"), 28, align=1),
    )
    rows = [
        (
            roc_date(one.on).removeprefix("中華民國"),
            f"{one.what} {one.what_en}",
            one.order_number,
            f"{one.change:+,}",
        )
        for one in paper.movements
    ]
    return Content(
        Label("數位點數明細表", "Statement of digital points"),
        (
            Heading(Label("點數期限", "Dates")),
            Row(
                (
                    (Label("發給日期", "Granted on"), roc_date(paper.granted_on)),
                    (Label("啟用期限", "Activate by"), roc_date(paper.activate_by)),
                )
            ),
            Row(((Label("有效期限", "Valid to"), roc_date(paper.valid_to)),)),
            Heading(Label("點數餘額", "Balance"), (Label("數位點數", "points"),)),
            Figures(Label("發給", "Granted"), (paper.granted,)),
            Figures(Label("已使用", "Used"), (paper.used,)),
            Figures(Label("訂單保留中", "Reserved by orders"), (paper.reserved,)),
            Figures(Label("已返還或收回", "Returned or reclaimed"), (paper.reclaimed,)),
            Total(Label("可用點數", "In hand"), (paper.in_hand,)),
            Heading(Label("異動明細", "Movements")),
            Table(columns, rows, main=1),
            Note(
                Label(
                    "1點折抵新臺幣1元。屆期未使用完之點數予以收回；本表以開立時本櫃台所知為準。",
                    "1 point is worth NT$1. What is left after the last day is reclaimed. "
                    "As known at this counter when issued.",
                )
            ),
        ),
        seals=(OFFICES_SEAL,),
    )


def assessment(paper: AssessmentPaper) -> Content:
    """數位自評報告."""
    return Content(
        Label("數位自評報告", "Digital self-assessment report"),
        (
            Heading(Label("自評結果", "Result")),
            Row(
                (
                    (Label("完成日期", "Completed on"), roc_date(paper.completed_on)),
                    (Label("題目版本", "Questionnaire"), paper.questionnaire_version),
                )
            ),
            Radar([(Label(theme.name, theme.name_en), theme.score) for theme in paper.themes]),
            Heading(Label("推薦方案", "Recommended plans")),
            *_recommended(paper),
            Note(
                Label(
                    "分數為各主題滿分100之得分，愈低者愈適合先以雲端方案補強；題目與方案為範例，得分不影響補助點數。",
                    "Scores of 100: where they are low, a cloud plan helps first. "
                    "Questions and plans are samples; scores change no points.",
                )
            ),
        ),
        seals=(OFFICES_SEAL,),
    )


def _recommended(paper: AssessmentPaper) -> Iterator[Block]:
    if not paper.plans:
        yield Note(Label("各主題均達滿分，無須補強。", "Full marks in every theme: nothing to mend."))
        return
    columns = (
        Column(Label("雲端方案", "Cloud plan"), 56),
        Column(Label("資訊服務廠商", "Vendor"), 40),
        Column(Label("可補強之主題", "Helps with"), 42),
        Column(Label("期程", "Term"), 14),
        Column(Label("定價", "NT$"), 18, align=1),
    )
    rows = [
        (one.plan_name, one.vendor_name, one.helps, f"{one.months}個月", f"{one.price:,}")
        for one in paper.plans
    ]
    yield Table(columns, rows)
