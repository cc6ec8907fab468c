"""Where the admin has not set up what consent takes: said in a sentence; what was allowed before goes on."""

from bot.app import Kickstand
from bot.watch.rules import READ
from bot.watch.service import watching
from bot.watch.service.watching import Grant
from tests.bad_input.door import Door
from tests.sandbox.installing import authorised
from tests.story import Story


def test_the_screen_says_why_and_offers_no_link(story: Story, kickstand: Kickstand) -> None:
    assert kickstand.consent is None
    story.mona.types("/kickstand watch")
    shown = story.mona.modal or ""
    assert "Your admin hasn't switched this on yet" in shown and "docs/watching.md" in shown
    assert "Let me read them" not in shown
    assert Door(kickstand, "").asks("GET", "/slack/watch", QUERY_STRING="error=access_denied").status in {404, 405}


def test_who_was_read_before_is_read_and_may_stop(story: Story, kickstand: Kickstand) -> None:
    token = authorised(story.sandbox, story.mona, *READ)["authed_user"]["access_token"]
    with kickstand.runtime.sessions.begin() as session:
        watching.begin(session, story.id("mona"), Grant(token, ",".join(READ)), story.clock())
    kickstand.tick()
    assert kickstand.readers.client(story.id("mona")).auth_test()["user_id"] == story.id("mona")
    story.mona.types("/kickstand watch")
    story.mona.clicks("Stop reading")
    kickstand.tick()
    assert "I've stopped reading" in story.mona.sees
