"""發起組織: the application, the plan with its budget, the list of founders."""

from kiosk.domain.founding.case import Step
from kiosk.domain.founding.record import BudgetLine
from kiosk.services.founding.papers.blocks import Block, Fields, Heading, Paragraph, Table, text_or_gap
from kiosk.services.founding.papers.facts import Facts, day_word, number


def application(facts: Facts) -> tuple[Block, ...]:
    """合作社發起組織申請書."""
    record = facts.record
    return (
        Fields(
            (
                ("受文機關", facts.authority),
                ("擬組織之合作社", facts.name),
                ("責任", facts.liability),
                ("主要業務", facts.main_business),
                ("其他業務", facts.other_businesses),
                ("組織區域", facts.area),
                ("社址", record.address or None),
                ("預估社員人數", number(record.plan.members, " 人")),
                ("每股金額", number(record.case.share_value, " 元")),
                ("預估股金總額", number(record.plan.capital, " 元")),
                ("發起人人數", number(len(record.case.founders) or None, " 人")),
            )
        ),
        Heading("發起緣由"),
        text_or_gap(record.plan.reason, 3),
        Paragraph(
            "茲依合作社法發起組織上列合作社，檢附籌組計畫書（含年度概算表）、發起人名冊與發起人身分證明文件影本，請准予籌組。"
        ),
        Heading("附件"),
        Paragraph("一、籌組計畫書（含年度概算表）　二、發起人名冊　三、發起人身分證明文件影本"),
        Fields(
            (
                ("發起人代表", record.contact.name or None),
                ("聯絡電話", record.contact.phone or None),
                ("電子郵件", record.contact.email or None),
                ("代表人簽章", None),
                ("申請日期", facts.day(Step.APPLICATION)),
            )
        ),
    )


def plan(facts: Facts) -> tuple[Block, ...]:
    """籌組計畫書, 年度概算表."""
    record = facts.record
    written = record.plan
    return (
        Fields(
            (
                ("社名", facts.name),
                ("組織區域", facts.area),
                ("預估社員人數", number(written.members, " 人")),
                ("每股金額", number(record.case.share_value, " 元")),
                ("預估股金總額", number(written.capital, " 元")),
            )
        ),
        Heading("一、發起緣由"),
        text_or_gap(written.reason, 3),
        Heading("二、共同需求與合作意願"),
        text_or_gap(written.need, 3),
        Heading("三、業務項目與經營方式"),
        text_or_gap(written.conduct, 3),
        Heading("四、第一年業務計畫"),
        text_or_gap(written.first_year, 4),
        Heading("五、年度概算表（新臺幣元）"),
        _budget("收入項目", written.income, written.income_total),
        _budget("支出項目", written.expense, written.expense_total),
        Fields((("收支相抵", _balance(facts)),)),
    )


def founders(facts: Facts) -> tuple[Block, ...]:
    """發起人名冊."""
    people = facts.record.case.founders
    rows = tuple(
        (str(place), one.name, one.id_number, day_word(one.birth_date), None, None)
        for place, one in enumerate(people, start=1)
    )
    heads = ("編號", "姓名", "身分證統一編號", "出生日期", "住址", "簽章")
    least = facts.rules.figures.founders_at_least
    return (
        Fields((("社名", facts.name), ("發起人人數", number(len(people) or None, " 人")))),
        Table(heads, (7, 16, 20, 21, 22, 14), rows, least),
        Paragraph(f"發起人至少 {least} 人，每人一次（合作社法 §8）；請附各人身分證明文件影本。"),
    )


def _budget(head: str, lines: tuple[BudgetLine, ...], total: int) -> Table:
    rows: list[tuple[str | None, ...]] = [(line.item, f"{line.amount:,}", None) for line in lines]
    rows += [(None, None, None)] * max(3 - len(rows), 0)
    rows.append(("合計", f"{total:,}" if lines else None, None))
    return Table((head, "金額", "說明"), (45, 20, 35), tuple(rows))


def _balance(facts: Facts) -> str | None:
    written = facts.record.plan
    if not written.income or not written.expense:
        return None
    return f"{written.income_total - written.expense_total:,} 元"
