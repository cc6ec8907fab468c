"""Public holidays by country and region, a thin face on the `holidays` library. Never school, bank or religious ones.

The library takes a third of a second to import, so it is imported when the first holiday is asked for.
"""

import warnings
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from threading import Lock
from types import MappingProxyType

_QUIETLY = Lock()
"""Hiding warnings is not safe for two threads at once."""
_SMALL_WORDS = frozenset({"and", "of", "the"})
_OWN_NAMES = {"hongkong": "Hong Kong"}


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """The public holidays of one place, for `date in it`. Years are worked out when first asked for, and kept.

    Substitute days count ("observed" on a Monday). Safe to share between threads: each year is a finished set.
    """

    country: str
    subdivision: str | None = None

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day.timetuple()[:3] in _year(self.country, self.subdivision, day.year)


def holidays_for(country: str | None, subdivision: str | None) -> Container[date]:
    """Public holidays of a country (ISO 3166-1, two letters) and region (the part after the dash of ISO 3166-2).

    Without a country, or with one that is not known, no day is a holiday; an unknown region counts as the whole
    country. Nothing is raised: an old setting must never keep a request from being released.
    """
    code = (country or "").strip().upper()
    if not known_country(code):
        return frozenset()
    region = (subdivision or "").strip().casefold()
    return PublicHolidays(code, next((known for known in subdivisions(code) if known.casefold() == region), None))


def known_country(code: str) -> bool:
    """Whether holidays of this country (two letters, any case) are known."""
    return bool(code) and code.strip().upper() in countries()


@cache
def countries() -> Mapping[str, str]:
    """Two-letter code to English name of every country whose holidays are known, in the order of the names."""
    from holidays.registry import COUNTRIES

    named = {codes[1]: _OWN_NAMES.get(module) or _spelled(module) for module, codes in COUNTRIES.items()}
    return MappingProxyType(dict(sorted(named.items(), key=lambda each: each[1])))


@cache
def subdivisions(country: str) -> tuple[str, ...]:
    """Codes of the regions with holidays of their own ("BY" in "DE"); empty for none, or for an unknown country."""
    if not known_country(country):
        return ()
    from holidays import country_holidays

    return tuple(sorted(country_holidays(country.strip().upper()).subdivisions))


@lru_cache(maxsize=512)
def _year(country: str, subdivision: str | None, year: int) -> frozenset[tuple[int, int, int]]:
    from holidays import country_holidays

    # Some countries announce their days a few years ahead; the library warns about years beyond, and knows the rest.
    with _QUIETLY, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # A substitute day may fall into the year before or after its holiday.
        found = country_holidays(country, subdiv=subdivision, years=range(year - 1, year + 2), expand=False)
    return frozenset((day.year, day.month, day.day) for day in found if day.year == year)


def _spelled(module: str) -> str:
    words = (word if word in _SMALL_WORDS else word.capitalize() for word in module.split("_"))
    return " ".join(words)
