"""How a person lets the app in, or lets it act for them, step by step in a browser.

Never shortens the way: every step is a request.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox import oauth
from bot.sandbox.browser import Browser, Page, query, with_query
from bot.sandbox.platform import Platform
from bot.sandbox.workspace import Account


@dataclass(frozen=True)
class Way:
    """How the person goes about it. `declines`: optional scopes; `state`: a foreign one, put into the way back."""

    allows: bool = True
    declines: Sequence[str] = ()
    keeps_cookies: bool = True
    state: str | None = None


def consent(platform: Platform, browser: Browser, url: str) -> Page:
    """Opens the app's address and goes on to the consent page, by redirect or by the link on the app's page.

    Where the app leads elsewhere, the page that it ended at.
    """
    page = browser.goes_to(url)
    if not _is_consent(platform, page.url):
        ways = [link for link in page.links if _is_consent(platform, link)]
        page = browser.goes_to(ways[0]) if ways else page
    return page


def answer(platform: Platform, account: Account, browser: Browser, page: Page, way: Way) -> Page:
    """Presses Allow or Cancel on the consent page, in the person's own workspace. The redirect is not followed.

    Raises LookupError for declining what the page does not offer to leave out.
    """
    asked = query(page.url)
    scopes = asked.get("user_scope", "").replace(" ", ",").split(",")
    optional = [each for each in platform.manifest.optional_scopes if each in scopes]
    if fixed := [each for each in way.declines if each not in optional]:
        raise LookupError(f"The consent page does not let anybody leave out {', '.join(fixed)}")
    form: dict[str, str | Sequence[str]] = {**asked, "team": platform.workspace.team_id, "user": account.id}
    form["optional"] = [each for each in optional if each not in way.declines]
    form["answer"] = "allow" if way.allows else "cancel"
    return browser.opens(platform.url + oauth.PATH, form)


def go(platform: Platform, account: Account, url: str, way: Way) -> Page:
    """The whole way: the app's address, consent page, answer, and back to the app."""
    browser = Browser()
    page = consent(platform, browser, url)
    if page.status != 200 or not _is_consent(platform, page.url):
        return page
    target = answer(platform, account, browser, page, way).leads_to
    if way.state is not None:
        target = with_query(target, state=way.state)
    if not way.keeps_cookies:
        browser.forget_cookies()
    return browser.goes_to(target)


def _is_consent(platform: Platform, url: str) -> bool:
    return url.partition("?")[0] == platform.url + oauth.PATH
