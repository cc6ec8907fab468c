"""What the team feature says, read by an independent Block Kit library, at its longest."""

import json
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from bot.settings import ScoreMode
from bot.slack.kit import BLOCKS_IN_MESSAGE, TEXT, Words
from bot.team.blocks import messages, modals, replies
from bot.team.blocks.replies import DaysOff
from bot.team.holidays import countries
from bot.team.rules import LineStatus, Member
from bot.team.settings_form import OwnChoices, SettingsPage, TeamChoices
from tests.blockkit import read_message, read_modal, words_in

LONG = "Maximiliane-Konstantina <!channel> & Söhne " * 5
LINE = messages.LineFacts("a" * 32, LineStatus.CLAIMED, False, "Riya", "Mona", "Mona Berg", None)
PAGE = SettingsPage(False, None, 15, 120, TeamChoices(), OwnChoices())
FULL = TeamChoices(
    hold_minutes=45,
    rep_hold_least=30,
    rep_hold_most=90,
    work_start=time(8, 30),
    work_end=time(17),
    work_days="0123",
    country="DE",
    subdivision="BY",
    deputy_id="U0LEE",
    protect_at=Decimal("250000.00"),
    currency="€",
    hr_contact_id="U0JO",
    speak_up_url="https://speak.example/" + "x" * 470,
    wins_channel="C0WINS",
)


def fits(words: Words) -> None:
    """Slack takes it whole: nothing would be cut off on the way."""
    assert 0 < len(words.text) <= TEXT
    assert len(words.blocks) <= BLOCKS_IN_MESSAGE
    read_message(words.text, words.blocks)


def many(number: int, name: str = LONG) -> list[Member]:
    return [Member(f"U{index:04}", f"{index:03} {name}", date(2026, 11, 2)) for index in range(number)]


def shown(view: dict[str, Any]) -> str:
    return json.dumps(view, ensure_ascii=False)


@pytest.mark.parametrize(("confirmed", "waiting"), [(0, 0), (1, 0), (0, 1), (200, 0), (200, 200), (101, 7)])
def test_the_team_modal_fits_slack_however_many_reps_there_are(confirmed: int, waiting: int) -> None:
    read_modal(modals.team_modal(many(confirmed), many(waiting)))


def test_a_long_team_shows_the_first_ones_and_counts_the_rest() -> None:
    said = shown(modals.team_modal(many(200, "Rep"), []))
    assert "*Your reps* (200)" in said
    assert "and 160 more" in said
    assert said.count("started on 2 November 2026") == 40


def test_names_that_grow_when_escaped_leave_only_whole_lines() -> None:
    text = modals.team_modal(many(60, "&" * 60), [])["blocks"][0]["text"]["text"]
    rows = [row for row in text.splitlines() if row.startswith("•")]
    assert all(row.endswith(", started on 2 November 2026") for row in rows)
    assert text.splitlines()[-1] == f"and {60 - len(rows)} more"


def test_everybody_on_a_long_team_can_be_let_go() -> None:
    view = modals.team_modal(many(150, "Rep"), many(3, "Asked"))
    menu = next(block["element"] for block in view["blocks"] if block.get("block_id") == "remove")
    assert sum(len(group["options"]) for group in menu["option_groups"]) == 153


def test_nobody_to_let_go_means_no_such_field() -> None:
    assert "Take off your team" not in shown(modals.team_modal([], []))


def test_names_in_the_team_modal_are_nobody_s_markup() -> None:
    said = modals.team_modal([Member("U1", "<!channel> & Co", None)], [])["blocks"][0]["text"]["text"]
    assert "&lt;!channel&gt; &amp; Co" in said


SETTINGS = {
    "a rep": replace(PAGE, manager="Mona"),
    "nobody's rep": PAGE,
    "a manager on first use": replace(PAGE, leads_team=True),
    "a manager with everything set": replace(PAGE, leads_team=True, team=FULL),
    "both": SettingsPage(True, LONG, 30, 60, FULL, OwnChoices(45, False)),
}


@pytest.mark.parametrize("page", SETTINGS.values(), ids=SETTINGS.keys())
def test_the_settings_modal_fits_slack(page: SettingsPage) -> None:
    read_modal(modals.settings_modal(page, countries(), "60 minutes", "09:00 to 18:00"))


@pytest.mark.parametrize(
    ("page", "team_part", "own_part", "offer"),
    [
        (SETTINGS["a rep"], False, True, True),
        (SETTINGS["nobody's rep"], False, True, True),
        (SETTINGS["a manager on first use"], True, False, False),
        (SETTINGS["both"], True, True, False),
    ],
)
def test_everybody_sees_their_own_part_of_the_settings(
    page: SettingsPage, team_part: bool, own_part: bool, offer: bool
) -> None:
    said = shown(modals.settings_modal(page, countries(), "60 minutes", "09:00 to 18:00"))
    assert ("How long a question waits" in said) is team_part
    assert ("How long your questions wait" in said) is own_part
    assert ("I lead a team" in said) is offer


def test_the_settings_show_what_is_set() -> None:
    page = replace(PAGE, leads_team=True, team=FULL)
    blocks = modals.settings_modal(page, countries(), "60 minutes", "09:00 to 18:00")["blocks"]
    held = {block["block_id"]: block["element"] for block in blocks if block["type"] == "input"}
    assert held["hold_minutes"]["initial_value"] == "45"
    assert held["work_start"]["initial_time"] == "08:30"
    assert [day["text"]["text"] for day in held["work_days"]["initial_options"]][-1] == "Thursday"
    assert held["country"]["initial_option"]["text"]["text"] == "Germany"
    assert held["deputy_id"]["initial_users"] == ["U0LEE"]
    assert held["protect_at"]["initial_value"] == "250,000"


def test_a_wish_outside_the_manager_s_bounds_is_not_shown_again() -> None:
    # Slack refuses a number field whose value lies outside its own bounds.
    page = SettingsPage(False, "Mona", 30, 60, TeamChoices(), OwnChoices(15))
    read_modal(modals.settings_modal(page, {}, "60 minutes", "09:00 to 18:00"))
    assert "initial_value" not in shown(modals.settings_modal(page, {}, "60 minutes", "09:00 to 18:00"))


LINES = [
    replace(LINE, status=status, was_confirmed=was, current=current)
    for status in LineStatus
    for was in (False, True)
    for current in (None, "Lee")
]
MESSAGES = [
    say(line) for line in LINES for say in (messages.claim, messages.answer, messages.changed, messages.unreached)
]
KEEP = "30 days"
NOTICES = [
    messages.rep_notice("Riya", "Mona", KEEP),
    messages.rep_notice("Riya", None, KEEP),
    messages.manager_notice("Mona", KEEP),
]
REPLIES = [
    replies.help_words(replies.COMMANDS),
    replies.import_words(),
    replies.unknown("teem", replies.COMMANDS),
    replies.unknown("<!channel>" * 30, replies.COMMANDS),
    replies.away_words([], date(2026, 11, 2)),
    replies.away_words([DaysOff(1, date(2026, 12, 24), date(2027, 1, 2))], date(2026, 11, 2)),
]
LONGEST = [
    *(
        say(replace(line, rep=LONG, manager=LONG, manager_full=LONG, current=LONG))
        for line in LINES
        for say in (messages.claim, messages.answer, messages.changed)
    ),
    messages.rep_notice(LONG, LONG, KEEP),
    messages.manager_notice(LONG, KEEP),
    replies.away_words([DaysOff(n, date(2026, 12, 24), date(2027, 1, 2)) for n in range(90)], date(2026, 11, 2)),
]


@pytest.mark.parametrize("words", [*MESSAGES, *NOTICES, *REPLIES, *LONGEST])
def test_every_message_fits_slack(words: Words) -> None:
    fits(words)


@pytest.mark.parametrize("words", [*MESSAGES, *NOTICES, *REPLIES])
def test_the_text_alone_says_all_that_the_blocks_say(words: Words) -> None:
    for sentence in words_in(words.blocks):
        assert sentence.strip("_") in words.text or sentence == "Remove"


@pytest.mark.parametrize("words", LONGEST)
def test_nobody_s_name_can_call_the_whole_channel(words: Words) -> None:
    assert "<!channel>" not in words.text + shown({"blocks": words.blocks})


@pytest.mark.parametrize("words", [*MESSAGES, *NOTICES, *REPLIES])
def test_nobody_is_given_a_gender(words: Words) -> None:
    spoken = words.text.casefold().replace("'", " ").replace(".", " ").replace(",", " ").split()
    assert not {"he", "she", "him", "her", "his", "hers"} & set(spoken)


@pytest.mark.parametrize("manager", ["Mona", None])
def test_the_first_notice_tells_what_is_held_seen_and_stored(manager: str | None) -> None:
    text = messages.rep_notice("Riya", manager, KEEP).text
    for promise in (
        "hold your question",
        "Send now",
        "`/ask`",
        "encrypted",
        "30 days after closing",
        "No language model",
    ):
        assert promise in text
    assert text.endswith("For coaching; not for pay, promotion or discipline.")
    assert ("I don't know your manager yet" in text) is (manager is None)


def test_the_first_notice_says_which_numbers_the_manager_sees() -> None:
    told = {mode: messages.rep_notice("Riya", "Mona", KEEP, mode).text for mode in ScoreMode}
    assert "rep by rep, how many questions there were and how they came" in told[ScoreMode.ON]
    assert "Once a week Mona gets a picture of how the whole team asked" in told[ScoreMode.AGGREGATE]
    assert "rep by rep" not in told[ScoreMode.AGGREGATE] + told[ScoreMode.OFF]
    assert "Once a week" not in told[ScoreMode.OFF]
    to_manager = {mode: messages.manager_notice("Mona", KEEP, mode).text for mode in ScoreMode}
    assert "how you answer" in to_manager[ScoreMode.ON]
    assert "how you answer" not in to_manager[ScoreMode.AGGREGATE]
    assert "On Mondays" not in to_manager[ScoreMode.OFF]


def test_only_an_open_question_has_buttons() -> None:
    for line in LINES:
        has_buttons = any(block["type"] == "actions" for block in messages.claim(line).blocks)
        assert has_buttons is (line.status == LineStatus.CLAIMED)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("teem", "`/kickstand team`"),
        ("setings", "`/kickstand settings`"),
        ("lsit", "`/kickstand list`"),
        ("AWAYS", "`/kickstand away`"),
    ],
)
def test_a_slip_of_the_finger_gets_the_closest_command(typed: str, offered: str) -> None:
    assert offered in replies.unknown(typed, replies.COMMANDS).text


def test_a_strange_word_gets_all_commands() -> None:
    text = replies.unknown("xyzzy", replies.COMMANDS).text
    *most, last = [f"`{name}`" for name in replies.COMMANDS]
    assert text == f"I don't know `xyzzy`. I know {', '.join(most)} and {last}."
