"""The modals of the team feature: who is on the team, and settings. Pure: values in, Block Kit out."""

from collections.abc import Mapping, Sequence
from datetime import time

from bot.slack.kit import (
    Block,
    actions,
    button,
    choice,
    choices,
    clip,
    divider,
    escape,
    field,
    line,
    modal,
    option,
    people_menu,
    section,
)
from bot.team.amounts import plain_amount
from bot.team.members_form import MembersSlot
from bot.team.rules import HOLD_LEAST, HOLD_MOST, REP_HOLD_LEAST, REP_HOLD_MOST, Member
from bot.team.settings_form import NONE, WEEKDAYS, SettingsPage, Slot, TeamChoices

TEAM, SETTINGS, LEAD = "team.members", "team.settings", "team.lead"
MAY_READ = "watch.open"
"""A button of another feature's, which stands here too."""
ADD_AT_ONCE = 10
"""Each person added is looked up while the modal waits, and Slack waits three seconds."""
SHOWN = 40
_NAME = 60


def team_modal(confirmed: Sequence[Member], waiting: Sequence[Member]) -> Block:
    """Who is on the team, who has not answered yet, whom to add, whom to let go."""
    add = {"type": "multi_users_select", "max_selected_items": ADD_AT_ONCE}
    blocks = [
        section(
            _listed("Your reps", "started on", confirmed) if confirmed else "*Your reps*\nNobody yet. Add some below."
        ),
        *([section(_listed("Not answered yet", "asked on", waiting))] if waiting else []),
        divider(),
        field("Add reps", MembersSlot.ADD, add, hint="Up to ten at a time. Each gets a short message and confirms."),
        field(
            "Started on (for somebody new)",
            MembersSlot.STARTED,
            {"type": "datepicker"},
            hint="In their first 90 days a rep's questions wait only briefly and don't count in the weekly picture.",
        ),
        *_letting_go([*confirmed, *waiting]),
    ]
    return modal("Your team", TEAM, blocks, submit="Save")


def _listed(title: str, word: str, members: Sequence[Member]) -> str:
    rows = [_row(each, word) for each in members[:SHOWN]]
    more = [f"and {len(members) - SHOWN} more"] if len(members) > SHOWN else []
    # Escaping can lengthen a name fivefold: a list that no longer fits ends with a whole line.
    while len("\n".join(rows)) > 2800:
        rows, more = rows[:-1], [f"and {len(members) - len(rows) + 1} more"]
    return "\n".join([f"*{title}* ({len(members)})", *rows, *more])


def _row(member: Member, word: str) -> str:
    note = f", {word} {member.day.day} {member.day:%B %Y}" if member.day else ""
    return f"• {escape(clip(member.name, _NAME))}{note}"


def _letting_go(members: Sequence[Member]) -> list[Block]:
    if not members:
        return []
    options = [option(each.name, each.id) for each in members]
    menu = {"type": "multi_static_select"} | choices(options)
    hint = "They are told, and you no longer see their questions. Somebody who hasn't answered yet is asked no more."
    return [field("Take off your team", MembersSlot.REMOVE, menu, hint=hint)]


def settings_modal(page: SettingsPage, countries: Mapping[str, str], default_hold: str, default_hours: str) -> Block:
    """A manager's part, a rep's part, or both. `countries`: code to name; defaults in words."""
    own = not page.leads_team or page.manager is not None
    blocks = [
        *([section(_wins_gone(page.team.wins_channel))] if page.wins_gone and page.team.wins_channel else []),
        *(_team_part(page.team, countries, default_hold, default_hours) if page.leads_team else []),
        *([divider()] if page.leads_team and own else []),
        *(_own_part(page) if own else []),
        *([] if page.leads_team else _leads_too()),
    ]
    return modal("Settings", SETTINGS, blocks, submit="Save")


def _wins_gone(channel: str) -> str:
    return (
        f"*Needs a look:* I'm not in <#{channel}> any more, the channel for your team's wins, or it's archived or "
        "deleted. Invite me there again, or pick another one below."
    )


def _team_part(now: TeamChoices, countries: Mapping[str, str], default_hold: str, default_hours: str) -> list[Block]:
    return [
        section("*Your team*"),
        *_waiting(now, default_hold),
        *_working(now, countries, default_hours),
        *_standing_in(now),
        *_protecting(now),
        *_more(now),
        *_away(),
        actions(button("What I may read", MAY_READ, "open")),
    ]


def _waiting(now: TeamChoices, default_hold: str) -> list[Block]:
    reps = f"Between {REP_HOLD_LEAST} and {REP_HOLD_MOST}."
    return [
        field(
            "How long a question waits, in minutes",
            Slot.HOLD,
            _number(now.hold_minutes, HOLD_LEAST, HOLD_MOST),
            hint=f"{HOLD_LEAST} to {HOLD_MOST} minutes of your working time. Empty: {default_hold}.",
        ),
        field(
            "The shortest wait a rep may choose, in minutes",
            Slot.LEAST,
            _number(now.rep_hold_least, REP_HOLD_LEAST, REP_HOLD_MOST),
            hint=reps,
        ),
        field(
            "The longest wait a rep may choose, in minutes",
            Slot.MOST,
            _number(now.rep_hold_most, REP_HOLD_LEAST, REP_HOLD_MOST),
            hint=reps,
        ),
    ]


def _working(now: TeamChoices, countries: Mapping[str, str], default_hours: str) -> list[Block]:
    days = [option(name, str(number)) for number, name in enumerate(WEEKDAYS)]
    ticked = {"initial_options": [each for each in days if each["value"] in now.work_days]}
    return [
        field("Your day starts", Slot.START, _time(now.work_start), hint=f"Both empty: {default_hours}."),
        field("Your day ends", Slot.END, _time(now.work_end)),
        field("Your working days", Slot.DAYS, {"type": "checkboxes", "options": days} | ticked),
        field("Country, for its public holidays", Slot.COUNTRY, _countries(now.country, countries)),
        field(
            "Region",
            Slot.SUBDIVISION,
            line(now.subdivision or "", longest=8),
            hint="The short code of a state or region with holidays of its own, such as BY for Bavaria.",
        ),
    ]


def _standing_in(now: TeamChoices) -> list[Block]:
    return [
        field("Deputy", Slot.DEPUTY, _somebody(now.deputy_id), hint="Offered to your reps while you're away."),
        field(
            "HR contact",
            Slot.HR_CONTACT,
            _somebody(now.hr_contact_id),
            hint="Shown to a rep when something is personal. You aren't told.",
        ),
        field(
            "Speak-up link",
            Slot.SPEAK_UP,
            line(now.speak_up_url or "", placeholder="https://", longest=500),
            hint="Shown to a rep when something is personal.",
        ),
    ]


def _protecting(now: TeamChoices) -> list[Block]:
    return [
        field(
            "Deals that never wait, from this amount",
            Slot.PROTECT,
            line(plain_amount(now.protect_at), placeholder="250,000", longest=40),
            hint="Empty: the largest deal of the last year.",
        ),
        field("Currency", Slot.CURRENCY, line(now.currency, longest=4)),
    ]


def _more(now: TeamChoices) -> list[Block]:
    boxes = [
        option("Show my lead the weekly score", "shares_score", "Once your team has five reps past their ramp"),
        option("Try different waits", "varies_hold", "Each question waits 0, 30, 60 or 90 minutes, drawn by lot"),
    ]
    ticked = [each for each in boxes if getattr(now, each["value"])]
    block = {"type": "checkboxes", "options": boxes} | ({"initial_options": ticked} if ticked else {})
    kinds = {"include": ["public", "private"], "exclude_external_shared_channels": True}
    channel: Block = {"type": "multi_conversations_select", "max_selected_items": 1, "filter": kinds}
    channel |= {"initial_conversations": [now.wins_channel]} if now.wins_channel else {}
    hint = "A rep who shares a win may have it posted there too. Invite me there first: /invite @Kickstand"
    return [
        field("If you like", Slot.MORE, block),
        field("Channel for your team's wins", Slot.WINS, channel, hint=hint),
    ]


def _away() -> list[Block]:
    return [
        field("Away from", Slot.AWAY_FROM, {"type": "datepicker"}, hint="Adds days off. /kickstand away lists them."),
        field("Last day away", Slot.AWAY_UNTIL, {"type": "datepicker"}, hint="Empty: one day."),
    ]


def _own_part(page: SettingsPage) -> list[Block]:
    boss = page.manager or "your manager"
    asked = [option("Yes, ask me", "on"), option("No, just let it wait", "off")]
    return [
        section("*Your own questions*"),
        field(
            "How long your questions wait, in minutes",
            Slot.OWN_HOLD,
            _number(page.own.hold_minutes, page.least, page.most, none=True),
            hint=f"{page.least} to {page.most} minutes of working time; 0: not at all. Empty: as {boss} set it.",
        ),
        field(
            "Ask you what you've tried and what you'd pick",
            Slot.QUESTIONS,
            choice(asked, "on" if page.own.wants_questions else "off", kind="radio_buttons"),
        ),
    ]


def _leads_too() -> list[Block]:
    return [divider(), section("*Do others report to you?*"), actions(button("I lead a team", LEAD, LEAD))]


def _number(value: int | None, least: int, most: int, *, none: bool = False) -> Block:
    """`none`: 0 may be said as well, whatever is the least."""
    block: Block = {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": str(0 if none else least),
        "max_value": str(most),
    }
    fits = value is not None and (least <= value <= most or (value == 0 and none))
    return block | ({"initial_value": str(value)} if fits else {})


def _time(value: time | None) -> Block:
    return {"type": "timepicker"} | ({"initial_time": f"{value:%H:%M}"} if value else {})


def _somebody(person_id: str | None) -> Block:
    """A menu for one person that, unlike Slack's menu for one person, can be emptied again."""
    return people_menu([person_id] if person_id else []) | {"max_selected_items": 1}


def _countries(chosen: str | None, countries: Mapping[str, str]) -> Block:
    options = [option("No public holidays", NONE)]
    options += [option(name, code) for code, name in sorted(countries.items(), key=lambda each: each[1])]
    return choice(options, chosen if chosen in countries else NONE)
