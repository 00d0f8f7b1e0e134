"""All parts of the design system on a few pages, to be looked at."""

from datetime import date

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kiosk.ui.entries import Entry
from kiosk.ui.page import Page
from kiosk.ui.theme import RESOURCES, Display, active_theme
from kiosk.ui.widgets import (
    AnchorChoice,
    Banner,
    BannerKind,
    Button,
    ButtonKind,
    CheckRow,
    ChoiceGroup,
    Dialog,
    DisplayChoice,
    EmptyState,
    Icon,
    Illustration,
    KeyValueTable,
    OrderTimeline,
    Panel,
    PinPad,
    PlanCard,
    PointsMark,
    PointsTimeline,
    QrImage,
    RadarChart,
    RefundBar,
    RefundChart,
    Skeleton,
    Standing,
    Station,
    StepPath,
    Text,
    TextField,
    TimelineEntry,
    Toast,
)
from kiosk.ui.widgets.touch_keys import TouchKeys


def buttons_page() -> Page:
    """Buttons in all weights and states, banners and an empty state."""
    page = Page("按鈕與橫幅", "每頁只有一個主要按鈕。", object_name="gallery-buttons", wide=True)
    row = QHBoxLayout()
    for kind, icon in zip(ButtonKind, ("arrow-right", "printer", "help", "refund"), strict=True):
        row.addWidget(Button(kind.value, object_name=f"button-{kind.value}", kind=kind, icon=icon))
        off = Button(kind.value, object_name=f"button-{kind.value}-off", kind=kind, icon=icon)
        off.setEnabled(False)
        row.addWidget(off)
    row.addStretch(1)
    page.content.addLayout(row)
    for state in BannerKind:
        banner = Banner(
            state,
            "橫幅的標題",
            "說明發生了什麼、要做什麼。",
            object_name=f"banner-{state.value}",
            action="處理",
        )
        page.content.addWidget(banner)
    page.content.addWidget(
        EmptyState("還沒有訂單", "選購雲端方案後，訂單會出現在這裡。", object_name="empty", action="看方案")
    )
    return page


def icons_page() -> Page:
    """Every icon and every drawing."""
    page = Page("圖示與插圖", "一套圖示，24 格線，1.75 線寬。", object_name="gallery-icons", wide=True)
    icons = QGridLayout()
    for place, path in enumerate(sorted((RESOURCES / "icons").glob("*.svg"))):
        icons.addWidget(Icon(path.stem, size=48), place // 6, place % 6)
    page.content.addLayout(icons)
    drawings = QGridLayout()
    for place, path in enumerate(sorted((RESOURCES / "icons" / "illustrations").glob("*.svg"))):
        drawing = Illustration(path.stem)
        drawing.setFixedSize(184, 138)
        drawings.addWidget(drawing, place // 2, place % 2)
    page.content.addLayout(drawings)
    return page


def identity_page() -> Page:
    """The registration's first question."""
    page = Page(
        "選擇認證方式", "請選擇您手上有的憑證。", object_name="gallery-identity", illustration="card-insert"
    )
    group = ChoiceGroup(object_name="identity")
    group.add_choice(
        "organisation", "組織及團體憑證", "合作社的憑證卡，需要讀卡機與 PIN 碼。", icon="organisation"
    )
    group.add_choice("citizen", "負責人之自然人憑證", "負責人的憑證卡，需要讀卡機與 PIN 碼。", icon="citizen")
    group.add_choice("mobile", "負責人之行動自然人憑證", "負責人手機上的行動自然人憑證 APP。", icon="phone")
    group.choose("organisation")
    page.content.addWidget(group)
    return page


def pin_page() -> Page:
    """The PIN pad, with tries left above."""
    page = Page(
        "輸入 PIN 碼",
        "請輸入憑證卡的 PIN 碼，輸入的內容不會顯示。",
        object_name="gallery-pin",
        illustration="pin",
    )
    pad = PinPad(object_name="pin")
    pad.set_tries_left(3)
    page.content.addWidget(pad)
    page.first_focus = pad
    return page


def contact_page() -> Page:
    """Fields, one of them wrong."""
    page = Page("聯絡資料", "這個信箱就是登入帳號，驗證碼會寄到這裡。", object_name="gallery-contact")
    email = TextField("聯絡人 Email", object_name="email", kind=Entry.CODE, hint="例如 name@example.tw")
    email.text = "name@example"
    email.set_error("這不是完整的 Email，請檢查 @ 後面的部分。")
    page.content.addWidget(email)
    page.content.addWidget(
        TextField("聯絡人姓名", object_name="name", kind=Entry.NAME, placeholder="與身分證相同")
    )
    page.content.addWidget(
        TextField("密碼", object_name="password", kind=Entry.HIDDEN, hint="至少 12 個字。")
    )
    page.first_focus = email
    page.valid = False
    return page


def declaration_page() -> Page:
    """Declarations to agree to."""
    page = Page("聲明事項", "請逐項確認合作社符合申請條件。", object_name="gallery-declaration")
    rows = (
        ("本社依合作社法設立，具有稅籍登記，且非附屬單位。", ""),
        ("最近 3 年內無執行政府計畫之重大違約紀錄。", ""),
        ("最近 3 年內無違反法律規定之情事。", ""),
        ("本社非陸資企業、外國營利事業在臺設立之分公司或本國企業分公司。", ""),
        (
            "未獲得其他雲世代產業數位轉型之小額補助計畫。",
            "已向臺灣雲市集平台申請且使用數位點數者，不得再次申請。",
        ),
    )
    for number, (text, detail) in enumerate(rows, 1):
        row = CheckRow(text, detail, object_name=f"declaration-{number}")
        row.setChecked(number < 3)
        page.content.addWidget(row)
    return page


def assessment_page() -> Page:
    """Questions with anchored answers."""
    page = Page(
        "數位自評檢測", "共八個主題，請選最接近現況的一項。", object_name="gallery-assessment", wide=True
    )
    anchors = (
        "全部用紙本",
        "部分用電腦，各自存檔",
        "有共用的檔案",
        "用雲端系統處理大部分工作",
        "全部在雲端，隨時可查",
    )
    for number, theme in enumerate(("內部日常營運", "產品排程", "遠距辦公"), 1):
        question = AnchorChoice(f"{number}. {theme}目前如何進行？", anchors, object_name=f"question-{number}")
        question.choose(number)
        page.content.addWidget(question)
    return page


def result_page() -> Page:
    """The assessment's picture."""
    page = Page("自評結果", "分數越高，數位化程度越高。", object_name="gallery-result")
    panel = Panel(object_name="result")
    chart = RadarChart(object_name="radar", name="自評結果")
    themes = (
        "內部日常營運",
        "產品排程",
        "遠距辦公",
        "線上協作",
        "資訊安全",
        "銷售管理與通路",
        "電子支付",
        "客戶管理",
    )
    chart.set_values(themes, (60, 40, 20, 40, 75, 50, 80, 30))
    chart.set_average("八主題平均 49", 49)
    panel.content.addWidget(chart)
    page.content.addWidget(panel)
    return page


def plans_page() -> Page:
    """Plans to choose from."""
    page = Page("選購雲端方案", "依您的自評結果排列。", object_name="gallery-plans", wide=True)
    group = ChoiceGroup(object_name="plan", columns=3)
    names = (
        "雲端會計與電子發票",
        "社員會員與點數",
        "線上訂購與行動支付",
        "進銷存與倉儲",
        "線上會議與文書",
        "客服與線上預約",
    )
    for number, name in enumerate(names, 1):
        card = PlanCard(
            name,
            vendor=f"範例資訊服務廠商 {number}",
            category="企業管理",
            price="NT$60,000",
            term="6 個月",
            reason="自評「線上協作」較低，這個方案補這一塊。" if number < 3 else "",
            object_name=f"plan-{number}",
        )
        group.add_card(str(number), card)
    group.choose("1")
    page.content.addWidget(group)
    return page


def order_page() -> Page:
    """An order: its split, its time line, its payment link."""
    page = Page("我的訂單", "資訊服務廠商已接單，請於期限內付款。", object_name="gallery-order", wide=True)
    row = QHBoxLayout()
    row.setSpacing(active_theme().measures.wide)
    states = Panel("訂單狀態", object_name="states")
    entries = (
        TimelineEntry("訂單成立", "2026/01/14 10:30", "", Standing.DONE),
        TimelineEntry("資訊服務廠商確認接單", "2026/01/16 09:12", "", Standing.DONE),
        TimelineEntry("付款中", "", "至 2026/01/20 24:00 止", Standing.CURRENT),
        TimelineEntry("開立發票", "", "收到款項後 2 個工作天內"),
        TimelineEntry("開始提供服務", "", "訂單確認後 7 個工作天內"),
    )
    states.content.addWidget(OrderTimeline(entries, object_name="timeline"))
    states.content.addStretch(1)
    row.addWidget(states, 3)
    split = KeyValueTable(object_name="split", heading="付款內容", figures=True)
    split.add_row("訂單編號", "20260114103000000001")
    split.add_row("方案", "雲端會計與電子發票（範例）")
    split.add_row("方案定價", "NT$60,000")
    split.add_row("數位點數", "30,000 點")
    split.add_row("自付款", "NT$30,000", strong=True)
    row.addWidget(split, 4)
    page.content.addLayout(row)
    pay = Panel("付款連結", object_name="pay")
    pay.content.addWidget(
        QrImage("https://pay.example/20260114103000000001", object_name="qr", name="付款連結")
    )
    pay.content.addWidget(Text("請用手機掃描，或向櫃台索取連結。", "caption"))
    page.content.addWidget(pay)
    return page


def refund_page() -> Page:
    """What a refund gives back (brochure: 退訂時費用計算方式, six months, NT$60,000)."""
    page = Page(
        "退訂試算",
        "方案已用 2 個月，尚未超過期限的一半。",
        object_name="gallery-refund",
        next_text="簽署退訂",
    )
    bars = [
        RefundBar(month, (30_000 - 5_000 * month) * (month <= 3), 30_000 - 5_000 * month)
        for month in range(1, 7)
    ]
    panel = Panel("退訂時間與返還金額", object_name="refund")
    chart = RefundChart(object_name="refund-chart")
    chart.set_bars(bars, 2)
    panel.content.addWidget(chart)
    page.content.addWidget(panel)
    table = KeyValueTable(object_name="refund-table", heading="現在退訂", figures=True)
    table.add_row("自付款 NT$30,000，已使用 NT$10,000", "返還 NT$20,000")
    table.add_row("點數 30,000 點，已使用 10,000 點", "返還 20,000 點")
    table.add_row("合計", "NT$20,000 ＋ 20,000 點", strong=True)
    page.content.addWidget(table)
    return page


def lines_page() -> Page:
    """Ways and times: the steps of founding, the points, and keys to type with."""
    page = Page("路徑、時間軸與鍵盤", "看得懂，也聽得到。", object_name="gallery-lines", wide=True)
    steps = (
        ("organisation", "發起組織"),
        ("search", "受理申請"),
        ("calendar", "籌備會"),
        ("document", "登記"),
    )
    path = Panel("設立步驟", object_name="path")
    path.content.addWidget(StepPath([Station(*step) for step in steps], object_name="founding"))
    page.content.addWidget(path)
    points = Panel("我的點數", object_name="points")
    line = PointsTimeline(object_name="points-line", name="點數的時間軸")
    line.set_marks(
        (
            PointsMark(date(2026, 1, 5), "發給 30,000 點", "points"),
            PointsMark(date(2026, 1, 20), "啟用，訂購用 15,000 點", "order"),
            PointsMark(date(2026, 4, 5), "有效期限", "calendar", ahead=True),
        ),
        date(2026, 2, 10),
        "今天",
    )
    points.content.addWidget(line)
    page.content.addWidget(points)
    field = TextField("電子郵件", object_name="touch-field", kind=Entry.CODE)
    keys = TouchKeys()
    page.content.addWidget(field)
    page.content.addWidget(keys)
    keys.serve(field.line)
    page.content.addWidget(DisplayChoice(Display(large=True), object_name="display"))
    return page


def passing_page() -> Page:
    """What comes and goes: a question, a word in passing, and the place of something still being read."""
    page = Page("來去之間", "問一句、說一聲、等一下。", object_name="gallery-passing", wide=True)
    under = QWidget()
    under.setFixedHeight(320)
    page.content.addWidget(Skeleton("正在讀取", object_name="skeleton"))
    page.content.addWidget(under)
    Dialog(
        under,
        title="要放棄這次的選購方案嗎？",
        text="這次尚未送出的內容會刪除。",
        yes="放棄",
        no="繼續填寫",
        on_answer=lambda _yes: None,
        danger=True,
    )
    toast = Toast(under, object_name="toast")
    toast.tell("已加入比較（2／3）")
    return page


PAGES = (
    buttons_page,
    icons_page,
    identity_page,
    pin_page,
    contact_page,
    declaration_page,
    assessment_page,
    result_page,
    plans_page,
    order_page,
    refund_page,
    lines_page,
    passing_page,
)
