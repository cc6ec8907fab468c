"""Per cents and amounts in what people write: read exactly, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.numbers import amounts, beyond, parse_percent, percents, say_percent

within_all = st.decimals(min_value=Decimal("0.01"), max_value=100, places=2)
signs = st.sampled_from(["%", " %", " percent", " per cent", " pct", " Prozent", "％"])


@given(number=within_all, sign=signs, comma=st.booleans())
def test_a_per_cent_is_read_as_it_was_written(number: Decimal, sign: str, comma: bool) -> None:
    typed = f"{number.normalize():f}".replace(".", "," if comma else ".") + sign
    assert percents(f"Can I give Acme {typed} this week?") == [number]
    assert parse_percent(typed) == number


@given(number=within_all)
def test_what_is_said_is_read_again(number: Decimal) -> None:
    assert parse_percent(say_percent(number)) == number


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    for found in (percents(text), amounts(text, "$")):
        assert found is None or all(each >= 0 for each in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a discount of 8-12 %", ["8", "12"]),
        ("8 or 12 %", ["8", "12"]),
        ("8 % or 12%", ["8", "12"]),
        ("5, 8 or 12 percent", ["5", "8", "12"]),
        ("8,5 %", ["8.5"]),
        ("they pay 20k for 5 seats", []),
        ("ten % off", None),
        ("8 % now and ten percent later", None),
        ("1,000 %", None),
        ("12345 %", None),
        ("", []),
    ],
)
def test_every_per_cent_of_a_text_is_found_or_none(text: str, found: list[str] | None) -> None:
    assert percents(text) == (None if found is None else [Decimal(each) for each in found])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a credit of 300 $", ["300.00"]),
        ("$300 or $ 1,200.50", ["300.00", "1200.50"]),
        ("5k", ["5000.00"]),
        ("12,000 $ and 12 000 USD", ["12000.00", "12000.00"]),
        ("300 dollars", ["300.00"]),
        ("300 seats, 20 %", []),
        ("2 months", []),
        ("300 €", None),
        ("5,000 $ and 8 % off in Q3", ["5000.00"]),
        ("$5,000-8,000", None),
        ("between $5,000 and 8,000", None),
        ("5,000 or 8,000 $", None),
        ("5k, or rather 12,000?", None),
        ("$500 for 30 days", None),
        ("$5,000 x4", None),
        ("0 $", None),
    ],
)
def test_every_amount_of_a_text_is_found_or_none(text: str, found: list[str] | None) -> None:
    assert amounts(text, "$") == (None if found is None else [Decimal(each) for each in found])


@pytest.mark.parametrize("typed", ["0 %", "101 %", "100.01 %"])
def test_a_limit_is_something_and_not_more_than_all(typed: str) -> None:
    with pytest.raises(ValueError, match="above 0"):
        parse_percent(typed)


@given(found=st.lists(within_all, max_size=4), limit=within_all)
def test_beyond_a_limit_is_clear_only_when_every_number_is_on_one_side(found: list[Decimal], limit: Decimal) -> None:
    said = beyond(found, limit)
    assert said is not True or all(each > limit for each in found)
    assert said is not False or all(each <= limit for each in found)
    assert (said is None) == (not found or min(found) <= limit < max(found))
