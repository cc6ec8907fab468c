"""Small rules for JSON, put together into tables. A rule never raises: it reports what is wrong, and where.

The sentences follow the style of Slack's own, which end with a JSON pointer: `must be less than 151 characters
[json-pointer:/blocks/0/text/text]`.
"""

from collections.abc import Callable, Mapping
from typing import Any

Report = list[str]
Rule = Callable[[Any, str, Report], None]


def wrong(report: Report, message: str, pointer: str) -> None:
    """Notes one mistake."""
    report.append(f"{message} [json-pointer:{pointer}]")


def anything(value: Any, pointer: str, report: Report) -> None:
    """Any value will do."""


def boolean(value: Any, pointer: str, report: Report) -> None:
    """True or false."""
    if not isinstance(value, bool):
        wrong(report, "must provide a boolean", pointer)


def string(most: int | None = None, least: int = 0) -> Rule:
    """Text of a length in characters."""

    def rule(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, str):
            wrong(report, "must provide a string", pointer)
        elif most is not None and len(value) > most:
            wrong(report, f"must be less than {most + 1} characters", pointer)
        elif len(value) < least:
            wrong(report, f"must be more than {least - 1} characters", pointer)

    return rule


def number(least: float | None = None, most: float | None = None, *, whole: bool = False) -> Rule:
    """A number within bounds, both included."""

    def rule(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, int if whole else int | float) or isinstance(value, bool):
            wrong(report, "must provide an integer" if whole else "must provide a number", pointer)
        elif least is not None and value < least:
            wrong(report, f"must be greater than or equal to {least}", pointer)
        elif most is not None and value > most:
            wrong(report, f"must be less than or equal to {most}", pointer)

    return rule


def one_of(*words: str) -> Rule:
    """One of a few words."""

    def rule(value: Any, pointer: str, report: Report) -> None:
        if value not in words:
            wrong(report, "must be a valid enum value", pointer)

    return rule


def matching(looks_right: Callable[[str], bool], what: str) -> Rule:
    """Text that a test accepts."""

    def rule(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, str) or not looks_right(value):
            wrong(report, f"must provide a valid {what}", pointer)

    return rule


def items(each: Rule, most: int, least: int = 0) -> Rule:
    """A list of so many."""

    def rule(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, list):
            wrong(report, "must provide an array", pointer)
            return
        if len(value) > most:
            wrong(report, f"no more than {most} items allowed", pointer)
        if len(value) < least:
            wrong(report, f"no less than {least} items allowed", pointer)
        for at, item in enumerate(value):
            each(item, f"{pointer}/{at}", report)

    return rule


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, also: Rule = anything) -> Rule:
    """An object with these fields and no others. `also` looks at the whole when every field is right by itself."""
    known = {**required, **(optional or {})}

    def rule(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, dict):
            wrong(report, "must provide an object", pointer)
            return
        before = len(report)
        for name in required:
            if name not in value:
                wrong(report, f"missing required field: {name}", pointer)
        for name, field in value.items():
            if name not in known:
                wrong(report, f"invalid additional property: {name}", pointer)
            else:
                known[name](field, f"{pointer}/{name}", report)
        if len(report) == before:
            also(value, pointer, report)

    return rule


def by_type(table: Mapping[str, Rule], allowed: frozenset[str] | None = None) -> Rule:
    """An object whose `type` chooses its rule; `allowed` narrows the table to what may stand here."""

    def rule(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, dict):
            wrong(report, "must provide an object", pointer)
        elif "type" not in value:
            wrong(report, "missing required field: type", pointer)
        elif str(value["type"]) not in (table if allowed is None else allowed):
            wrong(report, f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            table[str(value["type"])](value, pointer, report)

    return rule
