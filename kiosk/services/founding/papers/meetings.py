"""籌備會 and 創立會: agenda and minutes."""

from kiosk.domain.founding.case import Step
from kiosk.domain.founding.record import Post
from kiosk.services.founding.papers.blocks import Block, Fields, Heading, Lines, Paragraph, text_or_gap
from kiosk.services.founding.papers.facts import Facts, number

_PREPARATION = (
    "推選籌備會主任委員與分工",
    "研訂章程草案",
    "研訂年度業務計畫與預算草案",
    "招募社員的方式與期限",
    "創立會的日期、地點與通知",
)
_FOUNDING = (
    "報告籌備經過；主管機關指導人員致詞",
    "逐條審議章程草案",
    "討論營運計畫書及預算",
    "承認籌備期間之開辦費用",
    "選舉理事、監事",
    "其他議案與臨時動議",
)


def preparation_agenda(facts: Facts) -> tuple[Block, ...]:
    """籌備會議程."""
    return (*_where(facts, Step.PREPARATION_MEETING), *_agenda(_PREPARATION))


def preparation_minutes(facts: Facts) -> tuple[Block, ...]:
    """籌備會會議紀錄."""
    present = number(len(facts.record.case.founders) or None, " 人")
    return (
        *_where(facts, Step.PREPARATION_MEETING),
        Fields((("發起人人數", present), ("出席人數", None))),
        *_resolutions(_PREPARATION),
        *_signed(),
    )


def founding_agenda(facts: Facts) -> tuple[Block, ...]:
    """創立會議程."""
    return (
        *_where(facts, Step.FOUNDING_MEETING),
        *_agenda(_FOUNDING),
        Paragraph("創立會應有全體社員過半數出席，出席社員過半數同意（合作社法 §48）。"),
    )


def founding_minutes(facts: Facts) -> tuple[Block, ...]:
    """創立會會議紀錄, with what the law counts and who was elected."""
    here = facts.record.case.attendance
    return (
        *_where(facts, Step.FOUNDING_MEETING),
        Fields(
            (
                ("應出席社員", number(here.members, " 人")),
                ("實際出席社員", number(here.present, " 人")),
                ("主管機關指導人員", None),
            )
        ),
        *_resolutions(_FOUNDING[:1]),
        Heading("二、逐條審議章程草案"),
        Fields((("同意章程人數", number(here.agreed, " 人")), ("決議", None))),
        Heading("三、討論營運計畫書及預算"),
        text_or_gap(facts.record.plan.first_year, 2),
        Fields(
            (
                ("年度收入預算", _money(facts.record.plan.income_total)),
                ("年度支出預算", _money(facts.record.plan.expense_total)),
                ("決議", None),
            )
        ),
        Heading("四、承認籌備期間之開辦費用"),
        Fields((("金額", None), ("決議", None))),
        Heading("五、選舉結果"),
        Fields(
            (
                ("理事", _names(facts, Post.DIRECTORS_CHAIR, Post.DIRECTOR)),
                ("候補理事", _names(facts, Post.ALTERNATE_DIRECTOR)),
                ("監事", _names(facts, Post.SUPERVISORS_CHAIR, Post.SUPERVISOR)),
                ("候補監事", _names(facts, Post.ALTERNATE_SUPERVISOR)),
                ("理事主席（第 1 次理事會選出）", _names(facts, Post.DIRECTORS_CHAIR)),
                ("監事主席（第 1 次監事會選出）", _names(facts, Post.SUPERVISORS_CHAIR)),
                ("主席選出日期", facts.day(Step.CHAIR_ELECTION)),
            )
        ),
        Heading("六、其他議案與臨時動議"),
        Lines(3),
        *_signed(),
    )


def _where(facts: Facts, step: Step) -> tuple[Block, ...]:
    return (
        Fields(
            (
                ("社名", facts.name),
                ("日期", facts.day(step)),
                ("時間", None),
                ("地點", None),
                ("主席", None),
                ("紀錄", None),
            )
        ),
    )


def _agenda(items: tuple[str, ...]) -> tuple[Block, ...]:
    numbered = (Paragraph(f"{_NUMERALS[place]}、{item}") for place, item in enumerate(items))
    return (Heading("議程"), *numbered, Heading("備註"), Lines(3))


def _resolutions(items: tuple[str, ...]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for place, item in enumerate(items):
        blocks += [Heading(f"{_NUMERALS[place]}、{item}"), Lines(2)]
    return tuple(blocks)


def _signed() -> tuple[Block, ...]:
    return (Heading("簽章"), Fields((("主席", None), ("紀錄", None))))


def _names(facts: Facts, *posts: Post) -> str | None:
    return "、".join(facts.elected(*posts)) or None


def _money(amount: int) -> str | None:
    return f"{amount:,} 元" if amount else None


_NUMERALS = "一二三四五六七八九十"
