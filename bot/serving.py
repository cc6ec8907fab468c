"""The few pages that people are sent to where Slack itself comes over Socket Mode. Never takes anything from Slack."""

import logging
import threading

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.app import Kickstand
from bot.ports import listener
from bot.settings import SettingsError
from bot.slack.installing.pages import HEADERS
from bot.watch.consent import BACK
from bot.web import asked

MOST_AT_ONCE = 20
"""A manager opens one page, once: whoever opens more is refused."""
STOP_SECONDS = 2

log = logging.getLogger(__name__)


class PageServer:
    """Serves health and, where managers may consent, their way back from it; in a thread of its own."""

    def __init__(self, program: Kickstand, host: str, port: int) -> None:
        """Takes the port. Raises SettingsError when it is not to be had."""
        self._program = program
        self._listener = listener(host, port)
        config = uvicorn.Config(
            Starlette(
                routes=[Route(BACK, self._consent), *(Route(path, self._health) for path in ("/healthz", "/readyz"))]
            ),
            log_config=None,
            access_log=False,  # the address of the way back carries a code
            lifespan="off",
            loop="asyncio",
            http="h11",
            ws="none",
            proxy_headers=False,
            server_header=False,
            limit_concurrency=MOST_AT_ONCE,
            timeout_graceful_shutdown=1,
        )
        logging.getLogger("uvicorn").setLevel(logging.ERROR)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],), name="pages", daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()
        log.info("Health is at port %s, /healthz and /readyz.", self.port)
        if self._program.consent:
            log.info("Managers who let me read come back to port %s.", self.port)

    def stop(self) -> None:
        """Finish what is being answered, and let go of the port."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        self._listener.close()

    def _consent(self, request: Request) -> Response:
        if request.method != "GET" or self._program.consent is None:  # Starlette takes HEAD for one
            return PlainTextResponse("Not found.\n", 404)
        page = self._program.consent.answer(asked(request.url.query))
        return Response(page.html, page.status, HEADERS)

    def _health(self, request: Request) -> Response:
        status, words = self._program.health.answer(request.url.path) or (404, "Not found.")
        return PlainTextResponse(f"{words}\n", status)


def pages(program: Kickstand) -> PageServer | None:
    """Takes KICKSTAND_PORT. Where only health would be served there, Kickstand runs without it if it must.

    Raises SettingsError when the port is not to be had, and managers who let Kickstand read come back there.
    """
    settings = program.runtime.settings
    try:
        return PageServer(program, settings.kickstand_host, settings.kickstand_port)
    except SettingsError as error:
        if program.consent:
            raise SettingsError(f"{error} Managers who let me read their direct messages come back there.") from None
        log.warning("%s Nobody can ask /healthz and /readyz there; everything else works.", error)
        return None
