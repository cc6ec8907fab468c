"""The routes of the sandbox's page: reads forms, asks a person to act, draws the scene. Decides nothing itself."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox import consent
from bot.sandbox.clock import MovableClock
from bot.sandbox.page import acts, along, mrkdwn, places
from bot.sandbox.page.acts import Act, Wish
from bot.sandbox.page.guard import Guard, is_token
from bot.sandbox.page.memory import Memory
from bot.sandbox.page.moves import Move, OnMove
from bot.sandbox.page.mrkdwn import Reader
from bot.sandbox.page.render import templates
from bot.sandbox.page.scene import Place, Scene
from bot.sandbox.workspace import Account

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

STATIC = Path(__file__).parent / "static"
LISTEN_SECONDS = 20
"""How long a browser's question "anything new?" stays open. The clock on the page is redrawn at least this often."""

LOOK_SECONDS = 0.1
"""How often an open question looks for something new."""


Guide = Sequence[tuple[str, str]]
"""Steps for a newcomer: the key of the person to be (or "" for nobody), and a sentence in mrkdwn."""


def page_routes(sandbox: "Sandbox", *, guide: Guide = (), on_clock_move: OnMove | None = None) -> list[BaseRoute]:
    """Everything the page answers, to be mounted at the root after the sandbox's own routes:

        Sandbox(clock, manifest, routes=page_routes)
        Sandbox(clock, manifest, routes=lambda sandbox: page_routes(sandbox, guide=STEPS, on_clock_move=tick))

    `guide` is the newcomer's card "Try this"; no steps, no card. `on_clock_move` is called after every step of the
    clock, in a thread of the server; what is due by then should be done when it returns. Only a MovableClock has
    buttons.
    """
    page = Page(sandbox, guide, on_clock_move)
    routes: list[BaseRoute] = [
        Route("/", page.front),
        Route("/as/{who}", page.enter),
        Route("/as/{who}/{whom}", page.show),
        Route("/as/{who}/{whom}/home", page.show),
        Route("/as/{who}/{whom}/home/open", page.open_home),
        Route("/changes", page.changes),
        Route("/clock/advance", page.advance, methods=["POST"]),
        Route("/do/{act}", page.act, methods=["POST"]),
        Mount("/page", StaticFiles(directory=STATIC)),
    ]
    return [Mount("/", routes=routes, middleware=[Middleware(Guard)])]


SOON = '<!doctype html><meta http-equiv="refresh" content="1"><title>Kickstand</title><p>Just a moment …'
"""While nobody has moved in yet; the page loads itself again."""


class Page:
    """One visitor's page on one sandbox. Its memory lives as long as the server."""

    def __init__(self, sandbox: "Sandbox", guide: Guide, on_clock_move: OnMove | None) -> None:
        self.sandbox, self.guide, self.on_clock_move = sandbox, guide, on_clock_move
        self.memory = Memory()

    def front(self, request: Request) -> Response:
        """The first person's conversation with the app."""
        path = places.first(self.sandbox.workspace)
        return RedirectResponse(path, 303) if path else HTMLResponse(SOON)

    def enter(self, request: Request) -> Response:
        """A person's conversation with the app."""
        workspace = self.sandbox.workspace
        try:
            viewer = places.account(workspace, request.path_params["who"])
        except places.Nowhere:
            return RedirectResponse("/", 303)
        return RedirectResponse(str(places.first(workspace, viewer)), 303)

    def show(self, request: Request) -> Response:
        """One place as it is now. Looking at messages marks them as read."""
        with self.sandbox.workspace.lock:
            try:
                place = places.place(self.sandbox.workspace, request.url.path, request.query_params)
            except places.Nowhere:
                return RedirectResponse("/", 303)
            self.memory.notice_reset(self.sandbox.workspace)
            if place.conversation and place.tab == "messages":
                self.memory.mark_read(place.viewer.id, place.conversation)
            response = HTMLResponse(self._draw(place), headers={"Cache-Control": "no-store"})
            if "x-only-looking" not in request.headers:
                consent.remember(response, place.viewer)
            return response

    def open_home(self, request: Request) -> Response:
        """Opens the Home tab, of which the app hears, and then shows it."""
        return self._do(acts.open_home, request.url.path.removesuffix("/open"), FormData())

    async def changes(self, request: Request) -> Response:
        """Waits until the workspace is newer than the version that the browser has, or for LISTEN_SECONDS."""
        after, sandbox = request.query_params.get("after", ""), self.sandbox
        for _ in range(int(LISTEN_SECONDS / LOOK_SECONDS)):
            if str(sandbox.workspace.version) != after or sandbox.is_stopping or await request.is_disconnected():
                break
            await asyncio.sleep(LOOK_SECONDS)
        return JSONResponse({"version": self.sandbox.workspace.version})

    async def act(self, request: Request) -> Response:
        """Does what a form says, as the person who sent it, and shows the place again."""
        act = acts.ACTS.get(request.path_params["act"])
        return await self._answer(request, act)

    async def advance(self, request: Request) -> Response:
        """Moves the story's clock and lets the app notice."""
        return await self._answer(request, acts.move_clock)

    # ----------------------------------------------------------------------------------------------------------

    async def _answer(self, request: Request, act: Act | None) -> Response:
        form = await request.form()
        if not is_token(form.get("token"), self.memory.token):
            return PlainTextResponse("The sandbox has been restarted. Please load this page again.\n", 403)
        if act is None:
            return PlainTextResponse("There is no such thing to do here.\n", 404)
        return await run_in_threadpool(self._do, act, str(form.get("at", "")), form)

    def _do(self, act: Act, at: str, form: FormData) -> Response:
        try:
            place = places.place(self.sandbox.workspace, urlsplit(at).path)
        except places.Nowhere:
            return RedirectResponse("/", 303)
        wish = Wish(self.sandbox, self.memory, place, form, self.on_clock_move)
        acts.fulfil(act, wish)
        response = RedirectResponse(place.path, 303)
        consent.remember(response, place.viewer)
        return response

    def _draw(self, place: Place) -> str:
        sandbox, workspace = self.sandbox, self.sandbox.workspace
        bot, manifest = places.bot(workspace), sandbox.platform.manifest
        return templates.get_template("page.html").render(
            scene=Scene(workspace, self.memory, place),
            along=along.along(sandbox.platform, place),
            place=place,
            title=place.name,
            bot=bot,
            bot_name=bot.real_name,
            token=self.memory.token,
            version=workspace.version,
            zone_name=place.viewer.tz.rpartition("/")[2].replace("_", " ") + " time",
            moves=[(move.value, move.label) for move in Move]
            if isinstance(sandbox.platform.clock, MovableClock)
            else [],
            slash_commands=list(manifest.commands.values()),
            global_shortcuts=[s for s in manifest.shortcuts if s["type"] == "global"],
            message_shortcuts=[s for s in manifest.shortcuts if s["type"] == "message"],
            guide=self._steps(),
            shows_guide=self.memory.shows_guide,
        )

    def _steps(self) -> list[tuple[Account | None, Markup]]:
        """The demonstration's steps, as (who to be, what to do); a step for nobody in particular has no person."""
        people = {account.key: account for account in self.sandbox.workspace.people()}
        return [(people.get(key), mrkdwn.html(sentence, Reader())) for key, sentence in self.guide]
