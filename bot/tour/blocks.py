"""The three steps for each role. Values in, blocks out."""

from collections.abc import Mapping

from bot.slack.kit import Block, actions, button, escape, section
from bot.tour.rules import Role

DONE = "tour.done"
_BEGINS: Mapping[Role, str] = {
    Role.ADMIN: "There is no team here yet. Three steps to one:",
    Role.MANAGER: "New here? Three things to know:",
    Role.REP: "New here? Three things to know:",
}
_STEPS: Mapping[Role, tuple[str, str, str]] = {
    Role.ADMIN: (
        "*Name the teams.* Each manager types `/kickstand team` and picks their reps, who confirm it. Or bring in "
        "everybody at once where I run, with `kickstand team import`.",
        "*Have each manager look at `/kickstand settings`*: hours, country, a deputy, and whom in HR I may name.",
        "*Leave the rest to me.* Each rep reads once, before anything else, what I hold, who sees it and how long I "
        "keep it.",
    ),
    Role.MANAGER: (
        "*Questions come with some thinking beside them*: what was tried, and which way your rep would go. One tap "
        "answers most of them.",
        "*You say how long I wait*, and when you're there: `Settings`. Urgent things never wait.",
        "*You say what needs no question at all*: `/kickstand decisions`. That comes back to the rep: this one is "
        "yours.",
    ),
    Role.REP: (
        "*Write me what you'd ask {manager}*, or type `/ask` anywhere in Slack.",
        "*I wait a little and ask what you've tried.* Crack it meanwhile, or press `Send now` or `Urgent`; that's up "
        "to you.",
        "*What's personal is not for me.* I keep none of it, and show you whom you can turn to.",
    ),
}


def tour(role: Role, manager: str) -> list[Block]:
    """What somebody new reads. `manager`: the first name of a rep's, empty for anybody else."""
    steps = [step.format(manager=escape(manager)) for step in _STEPS[role]]
    lines = [f"{number}.  {step}" for number, step in enumerate(steps, 1)]
    return [section("\n".join([f"*{_BEGINS[role]}*", *lines])), actions(button("Got it", DONE, "read"))]
