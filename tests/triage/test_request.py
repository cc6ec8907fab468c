"""Does it look like a request? Our own sentences, in tables: floors for groups, exact answers for plain cases."""

import sys
import tomllib
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.measures import stripped
from bot.triage.request import SPEAKS_AGAINST, SPEAKS_FOR, looks_like_request

MESSAGES = tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))
REQUESTS = [text for group in MESSAGES["request"].values() for text in group]
OTHERS = [text for group in MESSAGES["other"].values() for text in group]


def share(texts: list[str]) -> float:
    return sum(looks_like_request(text).yes for text in texts) / len(texts)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Can I go to 15 % for Acme?", "asks a question"),
        ("where do i find the price list", "asks a question"),
        ("any idea who owns globex", "looks for an answer"),
        ("wondering if we could do quarterly billing", "looks for an answer"),
        ("please approve the quote for initech", "asks for something to be done"),
        ("send me the slides before the call", "asks for something to be done"),
        ("i need you to sign this off", "says what is needed"),
        ("they want 20 % off and i can only do 10", "is about price, terms or a limit"),
        ("the contract has been stuck with legal for two weeks", "something is stuck"),
        ("the quote tool is broken again", "something does not work"),
        ("acme will walk away if we do not match the price", "a deal may be lost"),
    ],
)
@pytest.mark.parametrize("dressed", [str, stripped, str.upper, lambda text: f"<@U01MONA> {text} :pray:"])
def test_a_request_is_seen_and_the_reason_told(text: str, reason: str, dressed: type[str]) -> None:
    verdict = looks_like_request(dressed(text))
    assert verdict.yes
    assert reason in verdict.reasons


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("thanks a lot for your help", "reads like a greeting or thanks"),
        ("Hi Mona, how are you?", "reads like a greeting or thanks"),
        ("let me know if you need anything", "offers help"),
        ("she asked me who owns the account and i told her", "tells what was said"),
        ("ok", "reads like a greeting or thanks"),
        ("", "nothing is asked"),
        (":tada:", "nothing is asked"),
    ],
)
def test_what_only_sounds_like_one_is_not(text: str, reason: str) -> None:
    verdict = looks_like_request(text)
    assert not verdict.yes
    assert reason in verdict.reasons


@pytest.mark.parametrize("dressed", [str, stripped])
@pytest.mark.parametrize(
    ("group", "least"),
    [("question", 0.9), ("chat", 0.9), ("order", 0.8), ("polite", 0.8), ("indirect", 0.5), ("long", 1)],
)
def test_most_requests_of_every_kind_are_found(group: str, least: float, dressed: type[str]) -> None:
    assert share([dressed(text) for text in MESSAGES["request"][group]]) >= least


@pytest.mark.parametrize("dressed", [str, stripped])
@pytest.mark.parametrize(
    ("group", "most"),
    [
        ("answer", 0.2), ("reported", 0.25), ("rhetorical", 0.25), ("greeting", 0.1), ("thanks", 0), ("plan", 0.25),
        ("offer", 0.25), ("statement", 0.2), ("banter", 0.1), ("long", 0),
    ],
)  # fmt: skip
def test_few_others_of_any_kind_are_flagged(group: str, most: float, dressed: type[str]) -> None:
    assert share([dressed(text) for text in MESSAGES["other"][group]]) <= most


def test_one_question_among_much_news_is_still_a_question() -> None:
    news = "The demo went well. They liked the dashboard. Their budget is fine. We meet again on Monday. "
    assert not looks_like_request(news).yes
    assert looks_like_request(news + "Could you join us? " + news).yes


@pytest.mark.parametrize("text", REQUESTS[::8])
def test_a_reply_is_a_little_less_likely(text: str) -> None:
    opener, reply = looks_like_request(text), looks_like_request(text, in_thread=True)
    assert 0 < reply.probability < opener.probability
    assert reply.threshold == opener.threshold


@given(st.text(max_size=300))
def test_no_text_crashes_it_and_reasons_are_phrases_of_the_table(text: str) -> None:
    verdict = looks_like_request(text)
    known = {*SPEAKS_FOR.values(), *SPEAKS_AGAINST.values(), "wording like a request", "nothing is asked"}
    assert 0 <= verdict.probability <= 1
    assert 1 <= len(verdict.reasons) <= 3
    assert known.issuperset(verdict.reasons)


@given(st.sampled_from(REQUESTS + OTHERS))
def test_the_same_text_gets_the_same_verdict(text: str) -> None:
    assert looks_like_request(text) == looks_like_request(text)


@pytest.mark.parametrize(
    "text",
    [
        "can you ",
        "let me know if you need ",
        "what ",
        "how are ",
        "á?",
        "they want a discount. ",
        ":a",
        "<@",
        "a",
        "do ",
    ],
)
def test_the_work_on_any_text_is_bounded(text: str) -> None:
    longest = text * (40_000 // len(text))
    looks_like_request("the weights are read once")
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        looks_like_request(longest)
    finally:
        sys.setprofile(None)
    assert calls < 20_000
