"""The address of an app where people let it in: Bolt's own OAuth flow, over HTTP."""

import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_bolt.request import BoltRequest
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore

from bot.sandbox.server import Sandbox
from tests.sandbox.installing import SCOPES


class InstallDoor:
    """Serves Bolt's own install page and callback over HTTP."""

    def __init__(
        self,
        sandbox: Sandbox,
        folder: Path,
        *,
        page: bool = False,
        scopes: Sequence[str] = SCOPES,
        user_scopes: Sequence[str] = (),
    ) -> None:
        door = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path, _, words = self.path.partition("?")
                request = BoltRequest(body="", query=words, headers={k: [v] for k, v in self.headers.items()})
                serve = door.flow.handle_installation if path == "/install" else door.flow.handle_callback
                answer = serve(request)
                self.send_response(answer.status)
                for name, values in answer.headers.items():
                    for value in values:
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write((answer.body or "").encode())

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.url = f"{base}/install"
        self.store = FileInstallationStore(base_dir=str(folder))
        settings = OAuthSettings(
            client_id=sandbox.client_id,
            client_secret=sandbox.client_secret,
            scopes=list(scopes),
            user_scopes=list(user_scopes),
            redirect_uri=f"{base}/back",
            authorization_url=f"{sandbox.url}/oauth/v2/authorize",
            installation_store=self.store,
            state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(folder / "states")),
            install_page_rendering_enabled=page,
        )
        self.flow = OAuthFlow(client=WebClient(base_url=sandbox.api_url), settings=settings)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)
