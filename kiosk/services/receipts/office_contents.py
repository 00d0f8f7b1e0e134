"""The papers of the office and of founders: 值班報表, 合作社設立檢核表."""

from kiosk.domain.roc_date import roc_date
from kiosk.services.receipts.blocks import (
    OFFICES_SEAL,
    ONE_FOR_THE_OFFICE,
    Checks,
    Column,
    Content,
    Figures,
    Heading,
    Note,
    Row,
    Table,
    Total,
    two_copies,
)
from kiosk.services.receipts.layout import Label
from kiosk.services.receipts.papers import FoundingPaper, FoundingStep, ShiftFigures, ShiftPaper
from kiosk.services.receipts.snapshot import TAIPEI


def shift(paper: ShiftPaper) -> Content:
    """值班報表."""
    began, ended = (at.astimezone(TAIPEI) for at in (paper.began_at, paper.ended_at))
    columns = (
        Column(Label("時間", "Time"), 16),
        Column(Label("事項", "What"), 66),
        Column(Label("統一編號", "UBN"), 26),
        Column(Label("狀態", "State"), 40),
        Column(Label("單據編號", "Paper no."), 22, align=1),
    )
    rows = [
        (
            f"{one.at.astimezone(TAIPEI):%H:%M}",
            f"{one.what} {one.what_en}",
            one.ubn,
            one.state,
            f"{one.paper:06}" if one.paper else "",
        )
        for one in paper.rows
    ]
    count = Label("件數", "Number")
    return Content(
        Label("值班報表", "Shift report"),
        (
            Heading(Label("班別", "Shift")),
            Row(((Label("辦公處所", "Office"), paper.office),)),
            Row(((Label("起", "From"), f"{roc_date(began.date())} {began:%H:%M}"),)),
            Row(((Label("迄", "To"), f"{roc_date(ended.date())} {ended:%H:%M}"),)),
            Heading(Label("受理統計", "Taken"), (count,)),
            Figures(Label("中央已確認", "Confirmed"), (paper.accepted,)),
            Figures(Label("等候中央確認", "Waiting"), (paper.waiting,)),
            Figures(Label("中央未接受", "Turned down"), (paper.turned_down_count,)),
            Total(Label("受理合計", "In all"), (paper.accepted + paper.waiting + paper.turned_down_count,)),
            Figures(Label("開立單據", "Papers issued"), (paper.papers,)),
            Figures(Label("補印", "Reprints"), (paper.reprints,)),
            *_figures(paper.figures),
            Heading(Label("受理明細", "What was taken")),
            Table(columns, rows, main=1),
            Note(
                Label(
                    "本櫃台不收付任何款項，無現金結餘。",
                    "No money is taken or paid here: there is no cash to count.",
                )
            ),
        ),
        copies=ONE_FOR_THE_OFFICE,
        seals=(Label("值班人員簽章", "Staff"), OFFICES_SEAL),
    )


def _figures(figures: ShiftFigures | None) -> tuple[Heading | Figures | Total | Row, ...]:
    """The sums of a shift that was closed, and what it hands over."""
    if figures is None:
        return ()
    own, points = Label("自付款(元)", "NT$"), Label("點數", "Points")
    refunds = figures.refunds, figures.refunds_own, figures.refunds_points
    return (
        Heading(Label("訂購與退訂", "Orders and refunds"), (Label("件數", "Number"), own, points)),
        Figures(Label("訂購", "Orders"), (figures.orders, figures.orders_own, figures.orders_points)),
        Figures(Label("退訂返還", "Refunded"), refunds),
        Heading(Label("交接", "Handed over"), (Label("件數", "Number"),)),
        Row(((Label("開班人員", "Opened by"), figures.opened_by),)),
        Figures(Label("開班時待送", "Unsent at opening"), (figures.unsent_at_opening,)),
        Figures(Label("結班時待送", "Unsent at closing"), (figures.unsent,)),
        Figures(Label("待處理案件", "Cases to attend to"), (figures.attend,)),
    )


def founding(paper: FoundingPaper) -> Content:
    """合作社設立檢核表."""
    grave = [item for item in paper.items if item.grave]
    return Content(
        Label("合作社設立檢核表", "Checklist for founding a cooperative"),
        (
            Heading(Label("籌組概況", "The founding")),
            Row(((Label("擬定社名", "Intended name"), paper.name),)),
            Row(((Label("主管機關", "Authority"), paper.authority),)),
            Row(
                (
                    (Label("發起人", "Founders"), f"{paper.founders}人"),
                    (Label("社員", "Members"), f"{paper.members}人"),
                )
            ),
            Row(((Label("股金總額", "Share capital"), paper.capital),)),
            Heading(Label("設立程序", "Steps")),
            Checks(
                [
                    (step.done_on is not None, f"{step.name} {step.name_en}", _when(step))
                    for step in paper.steps
                ]
            ),
            Heading(
                Label(f"待補正{len(grave)}項、提醒{len(paper.items) - len(grave)}項", "To mend; reminders")
            ),
            Checks(
                [
                    (
                        False,
                        f"{'必須補正：' if item.grave else '提醒：'}{item.title}",
                        f"{item.remedy}（{item.article}）",
                    )
                    for item in paper.items
                ]
            ),
            Note(
                Label(
                    "本表依所填資料自動檢核，僅供籌備參考；准駁由主管機關決定。",
                    "Checked by what was entered, as a help in preparing; the authority decides.",
                )
            ),
        ),
        copies=two_copies(Label("發起人收執聯", "for the founders")),
        seals=(OFFICES_SEAL,),
    )


def _when(step: FoundingStep) -> str:
    if step.done_on is not None:
        return f"已於{roc_date(step.done_on)}完成 done"
    return "尚未辦理 open" if step.due_by is None else f"期限{roc_date(step.due_by)} due"
