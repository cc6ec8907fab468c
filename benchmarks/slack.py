"""A Slack that answers at once and keeps only counts: as little beside the program as a server can be.

`python -m benchmarks.slack PORT`. How it answers is in the token: `xoxb-slow-...` after LATENCY, `xoxb-hang-...` not
within the program's patience, `xoxb-limited-...` with 429.
"""

import asyncio
import itertools
import sys
import time
from collections import Counter

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

LATENCY = 0.1
"""Seconds that a post takes; Slack's own need about as long."""
HANGS = 30
RETRY_AFTER = 30
TEAM, BOT_USER, BOT = "T0BENCH", "U0BENCHBOT", "B0BENCH"

_numbers = itertools.count(1)
_posted: Counter[str] = Counter()


async def answer(request: Request) -> Response:
    """Whatever the method wants to hear."""
    method, token = request.path_params["method"], request.headers.get("authorization", "").removeprefix("Bearer ")
    if "-hang-" in token:
        await asyncio.sleep(HANGS)
    if "-limited-" in token:
        return JSONResponse({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(RETRY_AFTER)})
    if "-slow-" in token:
        await asyncio.sleep(LATENCY)
    said: dict[str, object] = {"ok": True}
    if method == "auth.test":
        said |= {"team_id": TEAM, "team": "Bench", "user_id": BOT_USER, "bot_id": BOT}
    elif method == "chat.postMessage":
        _posted[token] += 1
        said |= {"channel": (await request.json())["channel"], "ts": f"{time.time():.0f}.{next(_numbers) % 10**6:06}"}
    elif method in {"conversations.history", "conversations.replies"}:
        said |= {"messages": []}
    return JSONResponse(said, headers={"x-oauth-scopes": "chat:write"})


async def posted(request: Request) -> Response:
    """How many messages came with each token."""
    return JSONResponse(dict(_posted))


APP = Starlette(routes=[Route("/api/{method}", answer, methods=["GET", "POST"]), Route("/posted", posted)])

if __name__ == "__main__":
    uvicorn.run(APP, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False)
