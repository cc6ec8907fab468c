"""What the app's manifest declares, read once. Never changes it, never reaches for the network."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox.workspace import Json


@dataclass(frozen=True)
class Manifest:
    """The parts of an app manifest that decide what Slack offers people and delivers to the app.

    `bot_scopes`: with the optional ones, which whoever installs it here has not declined. `user_scopes`: all that it
    may ask a person for. Those in `optional_scopes` the person may decline.
    """

    name: str = "App"
    bot_scopes: tuple[str, ...] = ()
    user_scopes: tuple[str, ...] = ()
    optional_scopes: tuple[str, ...] = ()
    bot_events: frozenset[str] = frozenset()
    user_events: frozenset[str] = frozenset()
    commands: dict[str, Json] = field(default_factory=dict)
    shortcuts: tuple[Json, ...] = ()
    interactivity: bool = False
    home_tab: bool = False
    messages_tab: bool = False
    messages_tab_read_only: bool = True
    functions: dict[str, Json] = field(default_factory=dict)
    runs_functions: bool = False
    redirect_urls: tuple[str, ...] = ()

    @classmethod
    def read(cls, source: "Json | Path | Manifest") -> "Manifest":
        """From a manifest as a dict, or from its JSON file."""
        if isinstance(source, Manifest):
            return source
        data: Json = json.loads(source.read_text("utf-8")) if isinstance(source, Path) else source
        features, settings = data.get("features", {}), data.get("settings", {})
        scopes, events = data.get("oauth_config", {}).get("scopes", {}), settings.get("event_subscriptions", {})
        home = features.get("app_home", {})
        return cls(
            name=features.get("bot_user", {}).get("display_name") or data["display_information"]["name"],
            bot_scopes=tuple(dict.fromkeys([*scopes.get("bot", []), *scopes.get("bot_optional", [])])),
            user_scopes=tuple(dict.fromkeys([*scopes.get("user", []), *scopes.get("user_optional", [])])),
            optional_scopes=tuple(scopes.get("user_optional", [])),
            bot_events=frozenset(events.get("bot_events", [])),
            user_events=frozenset(events.get("user_events", [])),
            commands={command["command"]: command for command in features.get("slash_commands", [])},
            shortcuts=tuple(features.get("shortcuts", [])),
            interactivity=settings.get("interactivity", {}).get("is_enabled", False),
            home_tab=home.get("home_tab_enabled", False),
            messages_tab=home.get("messages_tab_enabled", False),
            functions=data.get("functions", {}),
            runs_functions=settings.get("org_deploy_enabled", False) and settings.get("function_runtime") == "remote",
            redirect_urls=tuple(data.get("oauth_config", {}).get("redirect_urls", [])),
            messages_tab_read_only=home.get("messages_tab_read_only_enabled", True),
        )

    @property
    def takes_messages(self) -> bool:
        """Whether people may write to the app."""
        return self.messages_tab and not self.messages_tab_read_only

    def shortcut(self, name: str, kind: str) -> Json | None:
        """The declared shortcut of this name; `kind` is "global" or "message"."""
        return next((s for s in self.shortcuts if s["name"] == name and s["type"] == kind), None)
