"""A browser with cookies, for what people do outside Slack's client: letting the app in. Never leaves this computer.

It follows links and presses the consent page's buttons; it runs no scripts and draws nothing.
"""

import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message as Headers
from html.parser import HTMLParser
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import IO
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_REDIRECTS = 10
TIMEOUT = 10.0
"""In real seconds, for one page."""


@dataclass(frozen=True)
class Page:
    """What the browser shows: the address it ended at, the status, the text, and where a redirect would lead."""

    url: str
    status: int
    text: str
    leads_to: str = ""

    @property
    def links(self) -> list[str]:
        """The addresses of its links, absolute."""
        found = _Links()
        found.feed(self.text)
        return [urljoin(self.url, each) for each in found.addresses]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value for name, value in attrs if tag == "a" and name == "href" and value]


class _Stay(urllib.request.HTTPRedirectHandler):
    """Leaves redirects to the browser, which looks where they lead."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Headers, newurl: str
    ) -> None:
        return None


class Browser:
    """One browser with its own cookies. Like real ones it sends cookies marked Secure to this computer over http."""

    def __init__(self) -> None:
        self.cookies = CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https")))
        jar = urllib.request.HTTPCookieProcessor(self.cookies)
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar, _Stay())

    def forget_cookies(self) -> None:
        """As if the person had gone on in another browser."""
        self.cookies.clear()

    def goes_to(self, url: str) -> Page:
        """Opens an address and follows redirects. Raises LookupError for one that leads off this computer."""
        page = self.opens(url)
        for _ in range(MOST_REDIRECTS):
            if not page.leads_to:
                return page
            page = self.opens(page.leads_to)
        raise LookupError(f"{url} redirects for ever")

    def opens(self, url: str, form: Mapping[str, str | Sequence[str]] | None = None) -> Page:
        """Opens one address, or sends a form to it, without following a redirect. Raises LookupError as `goes_to`."""
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname not in LOOPBACK:
            raise LookupError(f"{url} leads away from this computer")
        data = urlencode(form, doseq=True).encode() if form is not None else None
        request = urllib.request.Request(url, data=data)  # noqa: S310 - only http, checked above
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                return Page(url, answer.status, answer.read().decode("utf-8", "replace"))
        except urllib.error.HTTPError as answer:
            with answer:
                target = answer.headers.get("Location", "") if 300 <= answer.code < 400 else ""
                text = answer.read().decode("utf-8", "replace")
                return Page(url, answer.code, text, urljoin(url, target) if target else "")


def query(url: str) -> dict[str, str]:
    """What stands behind the question mark of an address."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def with_query(url: str, **changed: str) -> str:
    """The address with some of it changed."""
    return urlunsplit(urlsplit(url)._replace(query=urlencode(query(url) | changed)))
