"""The way to a manager's consent and back: what is kept, and attacks on it."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import text

from bot.sandbox.browser import Browser, query, with_query
from bot.slack.receiving.payloads import storable
from bot.store.workspace import inside
from bot.team import service as team
from bot.watch.consent import BACK
from bot.watch.rules import READ, SPEAK
from tests.consent.conftest import AS_YOU, Consenting
from tests.sandbox.installing import allowed
from tests.story import Story

READS = ",".join(READ)


def is_dead(story: Story, token: str) -> bool:
    try:
        WebClient(token, base_url=story.sandbox.api_url).auth_test()
    except SlackApiError as error:
        return str(error.response["error"]) in {"token_revoked", "account_inactive"}
    return False


def back(consenting: Consenting, **given: str) -> Any:
    return Browser().opens(with_query(consenting.url + BACK, **given))


def code_of(story: Story, consenting: Consenting, key: str, scopes: str = READS) -> str:
    """A code that this person allowed, as an attacker may have one of their own."""
    asked = {"scope": "", "user_scope": scopes, "user": story.id(key), "redirect_uri": consenting.url + BACK}
    return allowed(story.sandbox, **asked)["code"]


def state_of(consenting: Consenting, key: str = "mona") -> str:
    person = consenting.story.sandbox.person(key)
    consenting.opens(person)
    return query(consenting.link(person))["state"]


def test_a_manager_lets_their_direct_messages_be_read(consenting: Consenting) -> None:
    page = consenting.allows()
    assert page.status == 200
    assert "It is switched on" in page.text and "those with your 2 reps, and no others" in page.text
    assert "Until Monday 23 November at 10:00 it is a trial" in page.text
    row = consenting.row()
    assert row is not None and row.token == consenting.story.sandbox.user_token(consenting.mona)
    assert (row.scopes, row.dm_since) == (READS, consenting.story.clock())
    assert row.trial_until == consenting.story.clock() + timedelta(days=7)
    assert "I'm reading along now: your direct messages with your reps." in consenting.mona.sees
    for rep in (consenting.story.riya, consenting.story.omar):
        assert "Mona lets me read the direct messages between you and Mona" in rep.sees


def test_answering_as_the_manager_is_asked_for_apart_and_may_be_declined(consenting: Consenting) -> None:
    assert "answer there as you" not in consenting.allows(label=AS_YOU, declines=[SPEAK]).text
    row = consenting.row()
    assert row is not None and row.scopes == READS
    page = consenting.allows(label="Let me answer there as you")
    assert "You also let me answer there as you" in page.text
    row = consenting.row()
    assert row is not None and row.scopes == f"{READS},{SPEAK}"
    assert "Let me answer there as you" not in consenting.opens(consenting.mona)


def test_the_link_leads_to_slacks_own_page_and_asks_for_no_more_than_it_says(consenting: Consenting) -> None:
    consenting.opens(consenting.mona)
    link = consenting.link(consenting.mona)
    assert link.startswith(f"{consenting.story.sandbox.url}/oauth/v2/authorize?")
    asked = query(link)
    assert asked["user_scope"] == READS and "scope" not in asked
    assert asked["team"] == consenting.story.sandbox.workspace.team_id
    assert consenting.story.id("mona") not in asked["state"]


def test_who_cancels_is_told_so_kindly(consenting: Consenting) -> None:
    page = consenting.allows(allows=False)
    assert (page.status, "You pressed Cancel" in page.text) == (200, True)
    assert consenting.row() is None


def test_loading_the_page_again_says_the_same(consenting: Consenting) -> None:
    page = consenting.allows()
    again = Browser().opens(page.url)
    assert (again.status, "It is switched on" in again.text) == (200, True)


@pytest.mark.parametrize("given", [{}, {"state": ""}, {"state": "made-up"}, {"state": "gAAAAA é \u2028"}])
def test_a_state_that_is_not_ours_gives_nothing(consenting: Consenting, given: dict[str, str]) -> None:
    page = back(consenting, code=code_of(consenting.story, consenting, "mona"), **given)
    assert page.status == 400 and "isn't one of mine" in page.text.replace("&#39;", "'")
    assert consenting.row() is None


def test_a_state_that_was_changed_gives_nothing(consenting: Consenting) -> None:
    state, code = state_of(consenting), code_of(consenting.story, consenting, "mona")
    middle = len(state) // 2
    for changed in (state[:-2], state[:middle] + ("A" if state[middle] != "A" else "B") + state[middle + 1 :]):
        assert back(consenting, state=changed, code=code).status == 400
    assert consenting.row() is None


@pytest.mark.parametrize("mark", ["watch", "\0watch", "x"])
def test_words_that_somebody_wrote_are_no_state(consenting: Consenting, mark: str) -> None:
    """They are stored under the same key: somebody who reads the database might try with what they wrote themselves."""
    story, consent = consenting.story, consenting.kickstand.consent
    assert consent is not None
    words = storable(f"{mark} {story.sandbox.workspace.team_id} {story.id('mona')}")
    stored = consent.keys().newest.encrypt_at_time(words.encode(), int(story.clock().timestamp())).decode()
    assert back(consenting, state=stored, code=code_of(story, consenting, "mona")).status == 400


@pytest.mark.parametrize(("minutes", "status"), [(10, 200), (11, 400)])
def test_a_link_is_good_for_ten_minutes_by_our_clock(consenting: Consenting, minutes: int, status: int) -> None:
    state = state_of(consenting)
    consenting.story.clock.advance(timedelta(minutes=minutes))
    page = back(consenting, state=state, code=code_of(consenting.story, consenting, "mona"))
    assert page.status == status
    assert (consenting.token() is None) == (status == 400)


def test_another_person_who_allows_is_not_read_and_their_token_goes_back(consenting: Consenting) -> None:
    """Mona's link, opened in a browser in which Lee is signed in: or sent to Lee by somebody who wants to read him."""
    story = consenting.story
    page = back(consenting, state=state_of(consenting), code=code_of(story, consenting, "lee"))
    assert page.status == 403 and "you are somebody else at Slack" in page.text
    assert consenting.row() is None and consenting.row("lee") is None
    assert is_dead(story, story.sandbox.user_token(story.lee))


def test_another_person_who_is_read_already_goes_on_being_read(consenting: Consenting) -> None:
    """Without rotation Slack answers the same token again: giving it back would end what they had allowed before."""
    story = consenting.story
    with consenting.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("otto"), story.id("lee"), None, None, story.clock())
    consenting.allows(story.lee)
    page = back(consenting, state=state_of(consenting), code=code_of(story, consenting, "lee"))
    assert page.status == 403
    assert not is_dead(story, str(consenting.token("lee")))


def test_the_same_id_in_another_workspace_is_somebody_else(consenting: Consenting) -> None:
    story = consenting.story
    elsewhere = story.sandbox.another_workspace("Elsewhere", installed=True)
    stranger = elsewhere.add_person("mona", "Another Person", id=story.id("mona"))
    asked = {"scope": "", "user_scope": READS, "user": stranger.id, "redirect_uri": consenting.url + BACK}
    page = back(consenting, state=state_of(consenting), code=allowed(elsewhere, **asked)["code"])
    assert page.status == 403 and consenting.row() is None
    assert is_dead(story, elsewhere.user_token(stranger))


def test_a_link_of_a_workspace_that_is_not_served_gives_nothing(consenting: Consenting) -> None:
    story, consent = consenting.story, consenting.kickstand.consent
    assert consent is not None
    with inside("T0NOWHERE0"):
        state = consent._state(story.id("mona"))
    assert back(consenting, state=state, code=code_of(story, consenting, "mona")).status == 400
    assert consenting.row() is None


def test_somebody_without_reps_has_nothing_to_switch_on(consenting: Consenting) -> None:
    story = consenting.story
    story.otto.types("/kickstand settings")
    story.otto.clicks("I lead a team")
    story.otto.clicks("What I may read")
    assert "You have no reps here yet" in (story.otto.modal or "")
    consent = consenting.kickstand.consent
    assert consent is not None
    page = back(consenting, state=consent._state(story.id("otto")), code=code_of(story, consenting, "otto"))
    assert page.status == 403 and "You have no reps here" in page.text
    assert consenting.row("otto") is None
    with pytest.raises(LookupError):  # the code was not even exchanged
        story.sandbox.user_token(story.otto)


def test_too_few_scopes_are_not_kept(consenting: Consenting) -> None:
    story = consenting.story
    for scopes in ("im:read", "im:history"):
        code = code_of(story, consenting, "mona", scopes)
        story.sandbox.platform.installation.people.pop(story.id("mona"), None)
        page = back(consenting, state=state_of(consenting), code=code)
        assert page.status == 400 and "Without reading your direct messages" in page.text
        assert consenting.row() is None
        assert is_dead(story, story.sandbox.user_token(story.mona))


def test_who_declines_everything_gave_no_token(consenting: Consenting) -> None:
    code = code_of(consenting.story, consenting, "mona", SPEAK)
    assert back(consenting, state=state_of(consenting), code=code).status == 400
    assert consenting.row() is None


@pytest.mark.parametrize("code", ["", "made-up"])
def test_a_code_that_slack_does_not_know_gives_nothing(consenting: Consenting, code: str) -> None:
    page = back(consenting, state=state_of(consenting), code=code)
    assert page.status == 400 and "Slack did not let me in" in page.text
    assert consenting.row() is None


def test_while_slack_does_not_answer_the_page_says_so(consenting: Consenting) -> None:
    state, code = state_of(consenting), code_of(consenting.story, consenting, "mona")
    consenting.story.sandbox.faults.lose_response("oauth.v2.access")
    page = back(consenting, state=state, code=code)
    assert page.status == 503 and "did not answer just now" in page.text
    assert consenting.row() is None


def test_nothing_secret_is_logged_shown_or_readable_in_the_database(
    consenting: Consenting, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="bot")
    story = consenting.story
    story.sandbox.rotate_tokens()
    page = consenting.allows()
    again = Browser().opens(page.url)
    row = consenting.row()
    assert row is not None
    state = query(page.url)["state"]
    secrets = [row.token, row.refresh_token, query(page.url)["code"], state, story.sandbox.client_secret]
    lee = back(consenting, state=state, code=code_of(story, consenting, "lee"))
    secrets.append(story.sandbox.user_token(story.lee))
    with consenting.kickstand.engine.connect() as connection:
        there = f"{connection.execute(text('SELECT * FROM watch')).all()}"
    for shown in (page.text, again.text, lee.text, caplog.text, there):
        assert not [each for each in secrets if each and each in shown]
    assert "lets their direct messages with their reps be read" in caplog.text


def test_the_page_is_neither_stored_nor_framed_nor_passed_on_and_nothing_but_get_is_taken(
    consenting: Consenting,
) -> None:
    import urllib.error
    import urllib.request

    with urllib.request.urlopen(f"{consenting.url}{BACK}?error=access_denied") as answer:
        headers: Any = answer.headers
    assert headers["Cache-Control"] == "no-store" and headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    request = urllib.request.Request(f"{consenting.url}{BACK}?error=access_denied", method="HEAD")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    caught.value.close()
    assert caught.value.code in {404, 405}


def test_an_error_of_slacks_is_never_shown(consenting: Consenting) -> None:
    page = back(consenting, error="<script>alert(1)</script>")
    assert page.status == 400 and "script" not in page.text.replace("no script", "")
