"""Per cents and amounts as they stand in what somebody wrote. Pure; where it cannot be sure, there is no number."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.team.amounts import parse_amount

LONGEST = 2000
"""Of a longer text only this much is looked at."""
MOST_PERCENT = Decimal(100)

_SIGN = r"(?:%|％|(?:per[ -]?cent|pct|prozent|pour ?cent|por ciento|procent)\b)"
_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
_JOINED = r" ?(?:-|–|—|/|, |\b(?:to|or|and|bis|oder|und|à|ou|et|a|o|y)\b) ?"
_PERCENTS = re.compile(rf"(?<![\d.,])({_NUMBER}(?:(?: ?%)?{_JOINED}{_NUMBER})*) ?{_SIGN}", re.IGNORECASE)
_ANY_SIGN = re.compile(_SIGN, re.IGNORECASE)

_UP_TO = re.compile(
    r"^(?:up to|at most|no more than|not more than|max(?:imum|\.)?|bis(?: zu)?|höchstens|maximal|≤|<=)"
    r"(?![^\W\d_])[ :]*(?=\S)",
    re.IGNORECASE,
)

_CURRENCIES = {
    "$": "$",
    "us$": "$",
    "usd": "$",
    "dollar": "$",
    "dollars": "$",
    "€": "€",
    "eur": "€",
    "euro": "€",
    "euros": "€",
    "£": "£",
    "gbp": "£",
    "pounds": "£",
    "¥": "¥",
    "jpy": "¥",
    "₹": "₹",
    "inr": "₹",
    "chf": "chf",
    "sek": "sek",
    "nok": "nok",
    "dkk": "dkk",
    "pln": "pln",
}
_CURRENCY = "(?:" + "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True)) + ")"
_MONEY = re.compile(
    rf"(?<![\w.,])(?:(?P<before>{_CURRENCY}) ?)?"
    r"(?P<number>\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)"
    rf"(?P<factor> ?[km](?![^\W\d_]))?(?: ?(?P<after>{_CURRENCY})(?![^\W\d_]))?(?![\d%])(?! ?%)",
    re.IGNORECASE | re.ASCII,
)
_BARE = re.compile(r"(?:(?<![^\W_])|x)\d", re.IGNORECASE)
"""A number by itself, or one that multiplies (`x4`); not the one of `Q3`."""
_COUNTED = (
    "seats|users|licen[cs]es|people|deals|days|weeks|months|years|nutzer|lizenzen|tagen?|wochen|monaten?|jahren?"
    "|utilisateurs|jours|semaines|mois|ans|usuarios|días|semanas|meses|años"
)
_LONE = re.compile(rf"(?<![\w.,:])(\d+(?:[.,]\d+)?)(?!\w|:\d|[.,]\d| (?:{_COUNTED})\b)", re.IGNORECASE)
"""A number that says nothing of what it counts: the 15 of `15 next year`, not those of `15:00` and `15 seats`."""


def percents(text: str) -> list[Decimal] | None:
    """Every per cent in a text, in order: `20 %`, `8,5 per cent`, both of `8-12 %`. None: there is one that is unclear.

    Unclear is a sign without a number of digits before it ("ten %"), and a number that cannot be one ("1,000 %").
    """
    said = _flat(text)
    found = list(_PERCENTS.finditer(said))
    if sum(len(_ANY_SIGN.findall(each[0])) for each in found) != len(_ANY_SIGN.findall(said)):
        return None
    return [Decimal(number.replace(",", ".")) for each in found for number in re.findall(_NUMBER, each[1])]


def amounts(text: str, currency: str) -> list[Decimal] | None:
    """Every amount of money in a text: a number beside a currency, or with a k.

    A bare number is no amount: it may count anything. None: an amount is in another currency; or a bare number stands
    beside it, which may belong to it (`$5,000-8,000`) or multiply it (`$500 for 30 days`).
    """
    said, found = _flat(text), list[Decimal]()
    money = [each for each in _MONEY.finditer(said) if each["before"] or each["after"] or _is_thousands(each["factor"])]
    for each in reversed(money):
        if any(_known(sign) != _known(currency) for sign in (each["before"], each["after"]) if sign):
            return None
        try:
            found.insert(0, parse_amount(each["number"] + (each["factor"] or "").strip()))
        except ValueError:
            return None
        said = f"{said[: each.start()]} {said[each.end() :]}"
    return None if found and _BARE.search(_PERCENTS.sub(" ", said)) else found


def may_be_more(text: str, limit: Decimal) -> bool:
    """Whether a bare number beside the per cents may be one above the limit: `8 % this year and 15 next year`."""
    said = _MONEY.sub(lambda each: " " if each["before"] or each["after"] else each[0], _PERCENTS.sub(" ", _flat(text)))
    return any(limit < Decimal(each.replace(",", ".")) <= MOST_PERCENT for each in _LONE.findall(said))


def parse_percent(text: str) -> Decimal | None:
    """A per cent and nothing else: what somebody typed into a field. None: it is none.

    Raises ValueError with a sentence for one that is no limit: nothing, or more than all.
    """
    match = re.fullmatch(rf"({_NUMBER}) ?{_SIGN}", _flat(text), re.IGNORECASE)
    if match is None:
        return None
    found = Decimal(match[1].replace(",", "."))
    if not 0 < found <= MOST_PERCENT:
        raise ValueError("A limit in per cent is above 0 and at most 100.")
    return found


def within_limit(text: str) -> str:
    """What was typed as a limit, without the words that every limit means: `up to 10 %` is `10 %`."""
    return _UP_TO.sub("", _flat(text))


def say_percent(number: Decimal) -> str:
    """`8 %`, `8.5 %`."""
    return f"{number.normalize():f} %"


def beyond(found: Sequence[Decimal], limit: Decimal) -> bool | None:
    """Whether what was found is beyond a limit. None: there is nothing, or some is and some is not."""
    sides = {each > limit for each in found if each}
    return sides.pop() if len(sides) == 1 else None


def _is_thousands(factor: str | None) -> bool:
    return (factor or "").strip().lower() == "k"


def _known(sign: str) -> str:
    return _CURRENCIES.get(sign.strip().casefold(), sign.strip().casefold())


def _flat(text: str) -> str:
    return " ".join(text[:LONGEST].replace("’", "'").split())
