"""Amounts of money as people type them. Pure; never guesses where two readings are possible."""

import re
from decimal import Decimal

MOST = Decimal(10) ** 12
"""Larger numbers are typing errors: no deal is worth a thousand thousand millions."""

_LONGEST = 40
_FACTORS = {"": 1, "k": 1_000, "m": 1_000_000}
_CURRENCY = r"(?:[A-Z]{1,3}[$€£]|[A-Z]{2,3}|[$€£¥₹])"
_ABOUT = r"(?:(?:about|around|roughly|approx\.?|ca\.?|circa|~) ?)?"
_AMOUNT = re.compile(
    rf"{_ABOUT}(?:{_CURRENCY} ?)?"
    r"(?P<whole>[1-9]\d{0,2}(?:(?P<mark>[ .,'])\d{3})(?:(?P=mark)\d{3})*|\d+)"
    r"(?:(?P<point>[.,])(?P<cents>\d{1,2}))?"
    rf" ?(?P<factor>[kKmM]?)(?: ?{_CURRENCY})?",
    re.ASCII,
)


def parse_amount(text: str) -> Decimal:
    """`250000`, `250,000`, `250.000,50`, `250 000 €`, `12.5k`, `about $ 1.2m` as a number with two places.

    Three digits after a comma or point are thousands, one or two are a fraction. Raises ValueError with a sentence.
    """
    match = _AMOUNT.fullmatch(re.sub(r"\s", " ", text.strip().replace("’", "'"))[:_LONGEST])
    if not match or (match["point"] and match["point"] == match["mark"]):
        raise ValueError("I can't read that as an amount. Write it like 250,000 or 250k.")
    number = Decimal(re.sub(r"\D", "", match["whole"]) + "." + (match["cents"] or "0"))
    amount = number * _FACTORS[match["factor"].lower()]
    if not amount:
        raise ValueError("Choose an amount above zero, or leave this empty.")
    if amount > MOST:
        raise ValueError("That is more than any deal I can picture. Check the zeros.")
    return amount.quantize(Decimal("0.01"))


def say_amount(amount: Decimal, currency: str) -> str:
    """`250,000 $`, `1,250.50 €`: cents only where there are some."""
    return f"{plain_amount(amount)} {currency}"


def plain_amount(amount: Decimal | None) -> str:
    """`250,000`, `1,250.50`; nothing when there is no amount. What it writes, `parse_amount` reads."""
    if amount is None:
        return ""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
