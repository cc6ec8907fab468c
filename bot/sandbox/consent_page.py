"""Draws the consent page, and the pages that stand in for it when something is wrong. Decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from bot.sandbox.workspace import Account

PAGE = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
body { margin: 0; padding: 8vh 16px; background: #faf9f5; color: #1c2624; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 460px; margin: 0 auto; padding: 28px 32px; border-radius: 12px; background: #fff;
  box-shadow: 0 6px 24px rgb(16 40 34 / 16%); }
h1 { margin: 0 0 12px; font-size: 22px; line-height: 1.3; }
h2 { margin: 20px 0 6px; font-size: 15px; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: 7px 0; border-top: 1px solid #e2e1d8; }
code, .note { color: #53615c; font-size: 13px; }
select { padding: 5px 8px; font: inherit; }
.who { display: flex; gap: 10px; align-items: center; margin: 20px 0; }
.answers { display: flex; gap: 10px; justify-content: flex-end; }
button { padding: 8px 18px; border: 1px solid #c9cbc2; border-radius: 8px; background: #fff; font: inherit;
  font-weight: 600; cursor: pointer; }
button[value=allow] { border-color: #1f6f5c; background: #1f6f5c; color: #fff; }
:focus-visible { outline: 3px solid #f3b73e; outline-offset: 1px; }
</style>
</head>
<body>
<main>
<h1>{{ title }}</h1>
{% if words %}
<p>{{ words }}</p>
{% else %}
<form method="post" action="{{ path }}">
{% for name, value in fields.items() %}
<input type="hidden" name="{{ name }}" value="{{ value }}">
{% endfor %}
{% if asked.scopes %}
<h2>{{ app }} would come into the workspace, with these rights</h2>
<p><code>{{ asked.scopes | join(", ") }}</code></p>
{% endif %}
{% if asked.user_scopes or asked.optional %}
<h2>{{ app }} would act for you and could</h2>
<ul>
{% for each in asked.user_scopes %}<li>{{ meanings[each] }} <code>{{ each }}</code></li>{% endfor %}
{% for each in asked.optional %}
<li><label><input type="checkbox" name="optional" value="{{ each }}" checked> {{ meanings[each] }}
<code>{{ each }}</code> <span class="note">(you may leave this out)</span></label></li>
{% endfor %}
</ul>
{% endif %}
{% if teams | length > 1 %}
<p class="who"><label for="team">Workspace</label> <select name="team" id="team">
{% for id, name in teams %}<option value="{{ id }}"{{ " selected" if id == team }}>{{ name }}</option>{% endfor %}
</select></p>
{% endif %}
<p class="who"><label for="user">You are</label> <select name="user" id="user">
{% for each in people %}
<option value="{{ each.id }}"{{ " selected" if each.id == user }}>{{ each.real_name }}</option>
{% endfor %}
</select></p>
<p class="answers"><button name="answer" value="cancel">Cancel</button>
<button name="answer" value="allow">Allow</button></p>
</form>
{% endif %}
</main>
</body>
</html>
""")
MEANINGS = {
    "chat:write": "Write as you",
    "im:history": "Read your direct messages",
    "im:read": "See with whom you have direct messages",
    "im:write": "Begin direct messages as you",
    "mpim:history": "Read your group messages",
    "users:read": "See who is in the workspace",
}
"""What scopes for people mean, in words; others go by their names alone."""


@dataclass(frozen=True)
class Asked:
    """What is asked for: by the app for itself, of the person, and of the person if they like."""

    scopes: Sequence[str]
    user_scopes: Sequence[str]
    optional: Sequence[str]


@dataclass(frozen=True)
class Choice:
    """Whom the page offers as the one who answers, in which workspace; `user` and `team` are chosen beforehand."""

    teams: Sequence[tuple[str, str]]
    people: Sequence[Account]
    team: str = ""
    user: str = ""

    @property
    def name(self) -> str:
        """The name of the one who is chosen beforehand, if somebody is."""
        return next((each.real_name for each in self.people if each.id == self.user), "you")


def question(app: str, path: str, asked: Asked, choice: Choice, fields: Mapping[str, str]) -> str:
    """The page that asks. `path`: where the answer goes; `fields`: what goes along with it."""
    return PAGE.render(
        title=f"{app} asks {choice.name} for permission",
        app=app,
        path=path,
        asked=asked,
        meanings=MEANINGS,
        fields=fields,
        teams=choice.teams,
        people=choice.people,
        team=choice.team,
        user=choice.user,
    )


def message(title: str, words: str) -> str:
    """A page that says something."""
    return PAGE.render(title=title, words=words)
