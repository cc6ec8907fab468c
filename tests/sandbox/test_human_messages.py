"""What the app hears of messages between people once one of them authorised it, over both transports."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import MONDAY
from tests.sandbox.installing import acts_for, authorised
from tests.sandbox.small_app import MANIFEST, Json, SmallApp

DM = "D1RIYAMONA"


@pytest.fixture
def watched(sandbox: Sandbox, riya: Person, mona: Person) -> Person:
    """Mona, who authorised the app; Riya did not."""
    authorised(sandbox, mona)
    return mona


def sent(sandbox: Sandbox) -> list[Json]:
    """What the app was sent, whatever Bolt did with it."""
    return [delivery.payload for delivery in sandbox.platform.courier.sent]


def who(body: Json) -> Any:
    [named] = body["authorizations"]
    return named["user_id"], named["is_bot"]


# Which messages ---------------------------------------------------------------------------------------------------


def test_a_message_to_somebody_who_authorised_is_heard(app: SmallApp, riya: Person, watched: Person) -> None:
    riya.says("May I?", to=watched)
    [body] = app.heard
    event = body["event"]
    assert (event["user"], event["text"], event["channel"]) == (riya.id, "May I?", DM)
    assert (event["channel_type"], who(body)) == ("im", (watched.id, False))
    assert body["is_ext_shared_channel"] is False and body["event_context"]


def test_it_does_not_say_who_reads_it(app: SmallApp, riya: Person, watched: Person) -> None:
    riya.says("May I?", to=watched)
    assert watched.id not in str(app.heard[0]["event"])


def test_her_own_messages_are_heard_too(app: SmallApp, riya: Person, watched: Person) -> None:
    watched.says("What have you tried?", to=riya)
    assert app.events[0]["user"] == watched.id and who(app.heard[0]) == (watched.id, False)


def test_what_others_say_among_themselves_is_not(
    app: SmallApp, sandbox: Sandbox, riya: Person, watched: Person
) -> None:
    riya.says("Between us", to=sandbox.add_person("omar"))
    assert app.heard == []


def test_every_kind_of_message_is_heard(app: SmallApp, riya: Person, watched: Person) -> None:
    head = riya.says("May I?", to=watched)
    riya.edits(head, "May I, please?")
    watched.says("What have you tried?", to=riya, thread=head)
    riya.says("waves", to=watched, me=True)
    riya.says("", to=watched, files=["offer.pdf"])
    riya.deletes(riya.says("Never mind", to=watched))
    kinds = [(event.get("subtype"), event["channel"]) for event in app.events]
    subtypes = [None, "message_changed", None, "me_message", "file_share", None, "message_deleted"]
    assert kinds == [(each, DM) for each in subtypes]
    changed, reply = app.events[1:3]
    assert "user" not in changed and changed["message"]["user"] == riya.id
    assert (reply["thread_ts"], reply["parent_user_id"]) == (head.ts, riya.id)


def test_other_bots_workflows_and_slack_itself_are_heard_in_her_conversations(
    app: SmallApp, sandbox: Sandbox, riya: Person, watched: Person
) -> None:
    sandbox.other_app_writes(watched, "Buy more", where="its own")
    sandbox.other_app_writes(watched, "Report now", voice="workflow", where="its own")
    sandbox.other_app_writes(watched, "From her calendar", voice="as her", where=riya)
    sandbox.other_app_writes(watched, "Reminder: call Jo", voice="slackbot", where="its own")
    bot, workflow, as_her, slackbot = app.events
    assert bot["bot_id"] == "B9ZIPZAP0" and workflow["subtype"] == "bot_message" and "user" not in workflow
    assert (as_her["user"], as_her["app_id"], as_her["channel"]) == (watched.id, "A9ZIPZAP0", "D1MONARIYA")
    assert slackbot["user"] == "USLACKBOT" and "bot_id" not in slackbot and "client_msg_id" not in slackbot
    assert {who(body) for body in app.heard} == {(watched.id, False)}


def test_people_of_another_company_are_marked(app: SmallApp, sandbox: Sandbox, watched: Person) -> None:
    vera = sandbox.add_person("vera", team_id="T9VELD000")
    vera.says("Hello", to=watched)
    assert app.heard[0]["is_ext_shared_channel"] is True and app.events[0]["user_team"] == "T9VELD000"
    assert app.heard[0]["authorizations"][0]["team_id"] == sandbox.workspace.team_id


def test_what_the_app_says_in_her_name_comes_back_to_it_and_bolt_drops_it(
    app: SmallApp, sandbox: Sandbox, riya: Person, mona: Person
) -> None:
    acts_for(sandbox, mona, "im:history", "chat:write").chat_postMessage(channel=riya.id, text="And now?")
    sandbox.settle()
    event = sent(sandbox)[-1]["event"]
    assert (event["user"], event["app_id"]) == (mona.id, sandbox.workspace.app_id) and app.heard == []


def test_a_conversation_of_several_people_needs_a_scope_of_its_own(
    app: SmallApp, sandbox: Sandbox, client: WebClient, riya: Person, mona: Person
) -> None:
    omar = sandbox.add_person("omar")
    as_mona = acts_for(sandbox, mona, "im:history", "im:read")
    place = riya.says("The three of us", to=(mona, omar)).channel
    assert app.heard == [] and omar.reads((riya, mona)) == mona.reads((omar, riya)) == "Riya Shah: The three of us"
    for one, error in ((client, "channel_not_found"), (as_mona, "missing_scope")):
        with pytest.raises(SlackApiError, match=error):
            one.conversations_history(channel=place)
    authorised(sandbox, mona, "mpim:history")
    riya.says("Again", to=(omar, mona))
    assert [(event["channel_type"], event["channel"]) for event in app.events] == [("mpim", place)]
    texts = [each["text"] for each in as_mona.conversations_history(channel=place)["messages"]]
    assert texts == ["Again", "The three of us"]


# When -------------------------------------------------------------------------------------------------------------


def test_without_the_scope_nothing_is_heard(app: SmallApp, sandbox: Sandbox, riya: Person, mona: Person) -> None:
    authorised(sandbox, mona, "im:read")
    riya.says("May I?", to=mona)
    assert app.heard == []


def test_without_the_subscription_nothing_is_heard() -> None:
    settings: Json = {"event_subscriptions": {"bot_events": ["message.im"]}}
    other = Sandbox(clock=lambda: MONDAY, manifest=MANIFEST | {"settings": settings})
    riya, mona = other.add_person("riya"), other.add_person("mona")
    other.platform.installation.authorise(mona.id, ["im:history"])
    riya.says("May I?", to=mona)
    assert not other.platform.courier.sent


def test_taking_it_back_is_told_and_ends_everything(
    app: SmallApp, sandbox: Sandbox, riya: Person, watched: Person
) -> None:
    token = sandbox.user_token(watched)
    watched.revokes()
    riya.says("Still there?", to=watched)
    [event] = app.events
    assert (event["type"], event["tokens"]) == ("tokens_revoked", {"oauth": [watched.id], "bot": []})
    with pytest.raises(SlackApiError, match="token_revoked"):
        WebClient(token, base_url=sandbox.api_url).auth_test()
    with pytest.raises(LookupError, match="has not authorised"):
        watched.revokes()
    riya.says("But you are.")
    assert app.events[-1]["text"] == "But you are."


def test_allowing_it_again_gives_a_new_token_with_what_was_asked_now(sandbox: Sandbox, watched: Person) -> None:
    watched.waits = 0
    old = sandbox.user_token(watched)
    watched.revokes()
    again = authorised(sandbox, watched, "im:read")["authed_user"]
    assert again["access_token"] != old and again["scope"] == "im:read"
    sandbox.platform.courier.abandon()


def test_removing_the_app_ends_what_people_allowed(app: SmallApp, sandbox: Sandbox, watched: Person) -> None:
    token = sandbox.user_token(watched)
    sandbox.uninstall()
    sandbox.settle()
    revoked = sent(sandbox)[-2]["event"]
    assert revoked["tokens"] == {"oauth": [watched.id], "bot": [sandbox.workspace.bot_user_id]}
    with pytest.raises(SlackApiError, match="account_inactive"):
        WebClient(token, base_url=sandbox.api_url).auth_test()
    sandbox.add_person("omar").says("Anybody?", to=watched)
    assert len(sent(sandbox)) == 2


def test_a_person_who_leaves_is_heard_no_more(app: SmallApp, sandbox: Sandbox, riya: Person, watched: Person) -> None:
    riya.says("Bye", to=watched)
    watched.leaves()
    authorised(sandbox, riya)
    riya.says("Already gone?", to=watched)
    assert [who(body)[0] for body in app.heard if body["event"]["type"] == "message"] == [watched.id, riya.id]


# Whose authorization ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("people", "named"), [("newest", "riya"), ("oldest", "mona")])
def test_when_both_authorised_one_event_comes_and_names_one_of_them(
    app: SmallApp, sandbox: Sandbox, riya: Person, watched: Person, people: Any, named: str
) -> None:
    authorised(sandbox, riya)
    sandbox.name_authorizations(people)
    riya.says("May I?", to=watched)
    [body] = app.heard
    assert who(body) == (sandbox.person(named).id, False)


@pytest.mark.parametrize(("bot_first", "is_bot"), [(True, True), (False, False)])
def test_in_the_apps_own_conversation_one_event_comes_and_names_the_bot_unless_told_otherwise(
    app: SmallApp, sandbox: Sandbox, watched: Person, bot_first: bool, is_bot: bool
) -> None:
    sandbox.name_authorizations(bot_first=bot_first)
    watched.says("Hello")
    [body] = app.heard
    assert who(body)[1] is is_bot


def authorizations(sandbox: Sandbox, **args: Any) -> Any:
    return WebClient(sandbox.app_token, base_url=sandbox.api_url).api_call("apps.event.authorizations.list", json=args)


def test_the_app_can_ask_for_everybody_through_whom_it_hears(
    app: SmallApp, sandbox: Sandbox, riya: Person, watched: Person
) -> None:
    authorised(sandbox, riya)
    riya.says("May I?", to=watched)
    context = app.heard[0]["event_context"]
    everybody = authorizations(sandbox, event_context=context)["authorizations"]
    assert [(each["user_id"], each["is_bot"]) for each in everybody] == [(watched.id, False), (riya.id, False)]
    first = authorizations(sandbox, event_context=context, limit=1)
    second = authorizations(sandbox, event_context=context, limit=1, cursor=first["cursor_next"])
    assert [each["user_id"] for each in (*first["authorizations"], *second["authorizations"])] == [watched.id, riya.id]
    assert "cursor_next" not in second
    watched.revokes()
    left = authorizations(sandbox, event_context=context)["authorizations"]
    assert [each["user_id"] for each in left] == [riya.id]


def test_of_the_bots_own_events_it_names_the_bot(app: SmallApp, sandbox: Sandbox, riya: Person) -> None:
    riya.opens_home()
    [only] = authorizations(sandbox, event_context=app.heard[0]["event_context"])["authorizations"]
    assert (only["user_id"], only["is_bot"]) == (sandbox.workspace.bot_user_id, True)


def test_a_wrong_question_about_authorizations_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(SlackApiError, match="invalid_event_context"):
        authorizations(sandbox, event_context="4-made-up")
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        authorizations(sandbox)
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        WebClient(sandbox.bot_token, base_url=sandbox.api_url).api_call("apps.event.authorizations.list")
    sandbox.limit_app_token("connections:write")
    with pytest.raises(SlackApiError) as caught:
        authorizations(sandbox, event_context="x")
    answer = caught.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "authorizations:read",
        "connections:write",
    )
