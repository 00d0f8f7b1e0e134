"""章程草案, the rolls, and 成立登記申請書."""

from kiosk.domain.founding.case import Step
from kiosk.domain.founding.record import Post
from kiosk.services.founding.papers.blocks import Block, Fields, Heading, Paragraph, Table, text_or_gap
from kiosk.services.founding.papers.facts import Facts, day_word, number


def articles(facts: Facts) -> tuple[Block, ...]:
    """章程草案: the sixteen items of 合作社法 §9-1 as headings; what is not written stands as a question."""
    case = facts.record.case
    blocks: list[Block] = [
        Fields((("社名", facts.name), ("創立會通過日期", facts.day(Step.FOUNDING_MEETING)))),
        Paragraph("以下各款依合作社法 §9-1 所列次序。"),
    ]
    questions = facts.guide.questions
    for place, (item, question) in enumerate(zip(facts.rules.articles, questions, strict=True), start=1):
        blocks.append(Heading(f"第 {place} 款　{item.zh}"))
        if item.only_for is not None and case.liability not in {None, item.only_for}:
            blocks.append(Paragraph(f"（{facts.liability}合作社不適用）"))
            continue
        written = facts.record.texts.get(place, "").strip() or _known(facts, place)
        if written is None:
            blocks.append(Paragraph(f"問：{question.zh}"))
        blocks.append(text_or_gap(written, 3))
    return tuple(blocks)


def members(facts: Facts) -> tuple[Block, ...]:
    """社員名冊."""
    value = facts.record.case.share_value
    rows = tuple(
        (
            str(place),
            one.name,
            one.id_number,
            day_word(one.birth_date),
            number(one.shares),
            number(None if value is None or one.shares is None else one.shares * value),
            number(one.paid_in),
        )
        for place, one in enumerate(facts.record.case.members, start=1)
    )
    heads = ("編號", "姓名", "身分證統一編號", "出生日期", "認購股數", "股金（元）", "已繳（元）")
    least = facts.rules.figures.founders_at_least
    return (
        Fields(
            (
                ("社名", facts.name),
                ("社員人數", number(len(rows) or None, " 人")),
                ("每股金額", number(value, " 元")),
                ("認購股數合計", number(facts.shares or None, " 股")),
                ("已繳股款合計", number(facts.paid_in or None, " 元")),
            )
        ),
        Table(heads, (9, 15, 19, 21, 11, 13, 12), rows, least),
    )


def officers(facts: Facts) -> tuple[Block, ...]:
    """理監事名冊: particulars from the roll of members, where the name is there once."""
    rows: list[tuple[str | None, ...]] = []
    for post, name in facts.posts():
        person = facts.person(name)
        number_of = None if person is None else person.id_number
        born = None if person is None else day_word(person.birth_date)
        rows.append((post, name, number_of, born, None))
    boards = facts.record.case.boards
    return (
        Fields(
            (
                ("社名", facts.name),
                ("理事人數", number(boards.directors, " 人")),
                ("監事人數", number(boards.supervisors, " 人")),
                ("理事任期", number(boards.director_years, " 年")),
                ("監事任期", number(boards.supervisor_years, " 年")),
            )
        ),
        Table(
            ("職務", "姓名", "身分證統一編號", "出生日期", "住址與電話"), (15, 17, 20, 22, 26), tuple(rows), 6
        ),
    )


def registration(facts: Facts) -> tuple[Block, ...]:
    """成立登記申請書: what 合作社法 §9 asks to be registered."""
    record = facts.record
    return (
        Fields(
            (
                ("受文機關", facts.authority),
                ("名稱", facts.name),
                ("責任", facts.liability),
                (
                    "業務",
                    "、".join(part for part in (facts.main_business, facts.other_businesses) if part) or None,
                ),
                ("組織區域", facts.area),
                ("社址", record.address or None),
                ("每股金額", number(record.case.share_value, " 元")),
                ("社員人數", number(len(record.case.members) or None, " 人")),
                ("認購股數合計", number(facts.shares or None, " 股")),
                ("已繳股款合計", number(facts.paid_in or None, " 元")),
                ("理事主席", "、".join(facts.elected(Post.DIRECTORS_CHAIR)) or None),
                ("監事主席", "、".join(facts.elected(Post.SUPERVISORS_CHAIR)) or None),
                ("創立會日期", facts.day(Step.FOUNDING_MEETING)),
                ("申請日期", facts.day(Step.REGISTRATION_APPLICATION)),
            )
        ),
        Paragraph("茲依合作社法 §9 申請成立登記，檢附下列文件，請准予登記並核發登記證。"),
        Heading("附件"),
        Paragraph("一、創立會會議紀錄　二、章程　三、社員名冊　四、理監事名冊"),
        Fields((("申請人（理事）簽章", None), ("聯絡電話", record.contact.phone or None))),
    )


def _known(facts: Facts, item: int) -> str | None:
    """What the case tells of an item, where its text is not written."""
    boards = facts.record.case.boards
    value = facts.record.case.share_value
    known = {
        1: facts.name and f"本社定名為{facts.name}。",
        2: facts.liability and f"本社為{facts.liability}合作社。",
        3: facts.record.address and f"本社設於{facts.record.address}。",
        4: facts.area and f"本社以{facts.area}為組織區域。",
        5: facts.main_business and f"本社經營業務種類：{_businesses(facts)}。",
        6: value and f"本社社股每股新臺幣 {value:,} 元；繳納與退還：＿＿＿＿＿＿＿＿＿＿。",
        9: boards.directors
        and boards.supervisors
        and f"本社置理事 {boards.directors} 人、監事 {boards.supervisors} 人；權限與任期：＿＿＿＿＿＿＿＿。",
    }
    return known.get(item) or None


def _businesses(facts: Facts) -> str:
    return "、".join(part for part in (facts.main_business, facts.other_businesses) if part)
