"""How a person installs the app, step by step in a browser. Never shortens the way: every step is a request."""

from bot.sandbox import oauth
from bot.sandbox.browser import Browser, Page, query, with_query
from bot.sandbox.platform import Platform
from bot.sandbox.workspace import Account


def consent(platform: Platform, browser: Browser, url: str) -> Page:
    """Opens the app's install address and goes on to the consent page, by redirect or by the link on the app's page.

    Where the app leads elsewhere, the page that it ended at.
    """
    page = browser.goes_to(url)
    if not _is_consent(platform, page.url):
        ways = [link for link in page.links if _is_consent(platform, link)]
        page = browser.goes_to(ways[0]) if ways else page
    return page


def answer(platform: Platform, account: Account, browser: Browser, page: Page, *, allows: bool) -> Page:
    """Presses Allow or Cancel on the consent page, for the person's own workspace. The redirect is not followed."""
    form = query(page.url) | {"team": platform.workspace.team_id, "user": account.id}
    form["answer"] = "allow" if allows else "cancel"
    return browser.opens(platform.url + oauth.PATH, form)


def install(
    platform: Platform,
    account: Account,
    url: str,
    *,
    allows: bool = True,
    keeps_cookies: bool = True,
    state: str | None = None,
) -> Page:
    """The whole way: install address, consent page, answer, and back to the app."""
    browser = Browser()
    page = consent(platform, browser, url)
    if page.status != 200 or not _is_consent(platform, page.url):
        return page
    target = answer(platform, account, browser, page, allows=allows).leads_to
    if state is not None:
        target = with_query(target, state=state)
    if not keeps_cookies:
        browser.forget_cookies()
    return browser.goes_to(target)


def _is_consent(platform: Platform, url: str) -> bool:
    return url.partition("?")[0] == platform.url + oauth.PATH
