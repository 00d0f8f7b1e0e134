"""What people paste: every line is taken, and what cannot be read is told with its line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.founding import people
from kiosk.domain.founding.case import Case, Member
from kiosk.domain.founding.findings import What
from kiosk.domain.founding.record import BudgetLine, Officer, Post
from kiosk.domain.founding.roll import (
    MOST_LINES,
    Fault,
    LineFault,
    post_word,
    read_budget,
    read_officers,
    read_roll,
    write_roll,
)
from tests.domain.founding_case import ADULT, ID_NUMBERS, ON, RULES


def test_columns_in_their_usual_order() -> None:
    roll = read_roll(f"林曉明\t{ID_NUMBERS[0].lower()}\t79/2/28\tＮＴ$1,000\t２５０元\n\n陳 小 華\t\t\t\t")
    assert roll.members == (
        Member("林曉明", ID_NUMBERS[0], ADULT, 1000, 250),
        Member("陳 小 華", None, None, None, None),
    )
    assert roll.lines == (1, 3)
    assert roll.faults == ()


def test_columns_as_headed() -> None:
    roll = read_roll("備註,已繳股款,姓名,股數\n好,1,000,林曉明,4\n,,陳小華,")
    assert roll.members == (
        Member("林曉明", None, None, 4, 1000),
        Member("陳小華", None, None, None, None),
    )
    assert roll.lines == (2, 3)


def test_cells_in_quotes() -> None:
    roll = read_roll(f'"姓名","身分證字號","已繳"\n"林曉明","{ID_NUMBERS[0]}","1,000"')
    assert roll.members == (Member("林曉明", ID_NUMBERS[0], None, None, 1000),)


def test_heads_alone_make_no_member() -> None:
    assert read_roll("姓名\t身分證統一編號").members == ()


def test_what_cannot_be_read_stays_open_and_is_told() -> None:
    roll = read_roll("甲\tA1\t2026/02/30\t-1\t1.5\textra\n乙\t\t\t9999999999999\t")
    assert roll.members == (Member("甲", "A1", None, None, None), Member("乙", None, None, None, None))
    assert roll.faults == (
        LineFault(1, Fault.COLUMNS),
        LineFault(1, Fault.DAY, "birth_date"),
        LineFault(1, Fault.NUMBER, "shares"),
        LineFault(1, Fault.NUMBER, "paid_in"),
        LineFault(2, Fault.NUMBER, "shares"),
    )


@pytest.mark.parametrize("written", ["1,5", "1,00", "1" + "0" * 20, "9" * 30 + "10", "1,0000"])
def test_a_number_that_means_something_else_is_not_guessed_at(written: str) -> None:
    roll = read_roll(f"甲\t\t\t{written}\t")
    assert roll.members == (Member("甲"),)
    assert roll.faults == (LineFault(1, Fault.NUMBER, "shares"),)
    assert read_budget(f"社員股金\t{written}") == ((), (LineFault(1, Fault.NUMBER, "amount"),))


@pytest.mark.parametrize(("written", "shares"), [("000012", 12), ("1,234,567", 1_234_567), ("10.00", 10)])
def test_a_number_as_spreadsheets_write_it(written: str, shares: int) -> None:
    assert read_roll(f"甲\t\t\t{written}\t").members == (Member("甲", shares=shares),)


def test_rare_letters_of_a_name_stay() -> None:
    name = "王\U00032345\ue000\U000e0101"  # newer than the library, made by an office, a variant
    assert read_roll(f"{name}\u202e\t\t\t1\t").members == (Member(name, shares=1),)


def test_heads_as_offices_write_them_below_a_title_and_on_each_page() -> None:
    heads = "序號\t姓　名\t身份證字號\t出生年月日\t認購股數（股）\t已繳股款(元)"
    first, second = (f"{place}\t甲\t{ID_NUMBERS[place]}\t79/2/28\t10\t250" for place in (1, 2))
    roll = read_roll(f"訓練用合作社社員名冊\n{heads}\n{first}\n{heads}\n{second}")
    assert roll.members == (
        Member("訓練用合作社社員名冊"),
        Member("甲", ID_NUMBERS[1], ADULT, 10, 250),
        Member("甲", ID_NUMBERS[2], ADULT, 10, 250),
    )
    assert roll.lines == (1, 3, 5)
    assert roll.faults == ()


def test_a_name_or_number_that_is_none_by_its_length_stays_open_and_is_told() -> None:
    roll = read_roll(f"{'甲' * 61}\t{'A' * 61}\t\t1\t")
    assert roll.members == (Member(shares=1),)
    assert roll.faults == (LineFault(1, Fault.LONG, "name"), LineFault(1, Fault.LONG, "id_number"))


def test_no_more_lines_than_can_be_shown() -> None:
    roll = read_roll("甲\n" * (MOST_LINES + 5))
    assert len(roll.members) == MOST_LINES
    assert roll.faults == (LineFault(MOST_LINES + 1, Fault.LINES),)


def test_a_roll_that_was_written_is_read_as_it_was() -> None:
    members = tuple(Member(f"訓練用{number}", number, ADULT, 10, 250) for number in ID_NUMBERS)
    members += (Member("只有姓名"),)
    assert read_roll(write_roll(members)).members == members


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_taken(text: str) -> None:
    roll = read_roll(text)
    assert len(roll.members) == len(roll.lines)
    list(people.members(Case(members=roll.members), RULES, ON))
    read_budget(text)
    read_officers(text)


def test_the_same_person_twice_is_told_of_the_second_line() -> None:
    line = f"甲\t{ID_NUMBERS[0]}\t1990/02/28\t1\t25"
    roll = read_roll(f"{line}\n{line}")
    found = [
        one for one in people.members(Case(members=roll.members), RULES, ON) if one.what is What.MEMBER_TWICE
    ]
    assert [one.place for one in found] == ["members.1"]


@pytest.mark.parametrize(
    ("text", "lines", "faults"),
    [
        ("社員股金 150,000", (BudgetLine("社員股金", 150_000),), ()),
        ("租金\t12000元", (BudgetLine("租金", 12_000),), ()),
        (
            "水 電 費 3,000\n沒有金額",
            (BudgetLine("水 電 費", 3_000),),
            (LineFault(2, Fault.NUMBER, "amount"),),
        ),
        ("", (), ()),
    ],
)
def test_a_budget(text: str, lines: tuple[BudgetLine, ...], faults: tuple[LineFault, ...]) -> None:
    assert read_budget(text) == (lines, faults)


def test_the_elected() -> None:
    text = "理事主席 林曉明\n候補監事：陳小華\n監事\n主任 王大同\n理事\t張三"
    officers, faults = read_officers(text)
    assert officers == (
        Officer(Post.DIRECTORS_CHAIR, "林曉明"),
        Officer(Post.ALTERNATE_SUPERVISOR, "陳小華"),
        Officer(Post.DIRECTOR, "張三"),
    )
    assert [one.line for one in faults] == [3, 4]
    assert {post_word(post) for post in Post} == {
        "理事主席", "理事", "候補理事", "監事主席", "監事", "候補監事",
    }  # fmt: skip


def test_days_of_either_calendar() -> None:
    assert read_roll("甲\t\t0790228\t\t").members[0].birth_date == date(1990, 2, 28)
