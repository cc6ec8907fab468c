"""The pages a person sees in the browser while letting the app in. Shows no secret, runs no script, keeps nothing."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""The address of the way back carries a code: it is neither stored nor passed on."""
INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"
"""Where people begin, and where Slack sends them back to."""

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ title }}</title>
<style>
body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1.5rem; color: #1f3a34 }
a { display: inline-block; padding: .5rem 1.2rem; border-radius: .5rem; background: #1f3a34; color: #fff }
</style>
<h1>{{ title }}</h1>
{% for line in lines %}<p>{{ line }}</p>
{% endfor %}{% if link %}<p><a href="{{ link }}">{{ label }}</a></p>
{% endif %}</html>
"""

_WHY = {
    "access_denied": "You pressed Cancel, so nothing was installed. That is fine; you can come back at any time.",
    "invalid_browser": "This way in was opened in another browser, or is older than ten minutes. Please start again.",
    "invalid_state": "This way in was used before, or is older than ten minutes. Please start again.",
    "unreachable": "Slack or my database did not answer just now. Please start again in a minute.",
}
_ELSE = "Slack did not let me in this time. Please start again."


def page(title: str, lines: Sequence[str], link: str = "", label: str = "") -> str:
    """A page with some plain sentences and, with `link`, one button. What is given may hold anything: it is escaped."""
    return _template().render(title=title, lines=lines, link=link, label=label)


@cache
def _template() -> "Template":
    from jinja2 import Environment  # when the first page is shown, not at each start

    return Environment(autoescape=True).from_string(_PAGE)


def invitation(url: str) -> str:
    """The page with the button that leads to Slack."""
    lines = (
        "Kickstand holds a question for a while, asks what was tried, and brings managers something easy to coach.",
        "Slack shows you on the next page what it may do.",
    )
    return page("Add Kickstand to Slack", lines, url, "Add to Slack")


def welcome(name: str) -> str:
    """The page after an installation. `name`: of the workspace or organisation."""
    lines = ("Now go back to Slack. A manager types /kickstand team there and picks who reports to them.",)
    return page(f"Kickstand is in {name}" if name else "Kickstand is installed", lines)


def sorry(reason: str) -> str:
    """The page when it did not work. `reason`: slack_bolt's or Slack's word, shown to nobody."""
    return page("Not installed", (_WHY.get(reason, _ELSE),), INSTALL, "Start again")


def known(reason: str) -> str:
    """The reason for the log: whatever stands in an address must not get in there."""
    return reason if reason.replace("_", "").isalpha() and len(reason) < 40 else "unknown"
