"""Which decisions a rep owns: agreed, read, matched, decided, asked all the same, told in the evening."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import Engine, delete, select

from bot.decisions import service as decisions
from bot.decisions.models import DecisionRight
from bot.decisions.rules import LimitKind, Right
from bot.privacy.service.forgetting import forget
from bot.privacy.service.my_data import copy
from bot.requests.models import Request
from bot.requests.rules import Bypass, Outcome, Status
from bot.sandbox.people import Person
from bot.sandbox.seeds import decisions as demo
from bot.score.rules.week import Week
from bot.score.service.gathering import scored
from bot.slack.outbox import Post
from bot.team import service as team
from bot.team.rules import Topic
from tests.privacy.held import lines_with
from tests.stories.test_brief import briefs
from tests.stories.test_change_of_manager import reports_to
from tests.stories.test_growing import goes_alone
from tests.stories.test_home import clicks_at_home, home_of
from tests.story import Story, cards, from_kickstand
from tests.watching.conftest import consents, for_real

ASK = "May I give Acme a discount of 8 %?"
TOO_MUCH = "May I give Acme a discount of 20 %?"
YOURS = "This one is yours (discounts up to 10 %). Decide it, or Mona gets it at 11:00."
FIELDS = {"What is to be decided?": "Discounts", "Topic": "Price and discount", "Up to where?": "10 %"}


TEAM_S = decisions.Wanted(Topic.PRICING, "Discounts", Right.DECIDE, LimitKind.PERCENT, Decimal(10))
LIABILITY = decisions.Wanted(Topic.TERMS, "Liability", Right.MINE)


def agrees(story: Story, wanted: decisions.Wanted = TEAM_S) -> None:
    """Mona has agreed this long ago."""
    with story.kickstand.runtime.sessions.begin() as session:
        decisions.save(session, story.id("mona"), wanted, "", story.clock())
        session.execute(delete(Post).where(Post.kind == decisions.CHANGED))


def first_line(person: Person) -> str:
    return from_kickstand(person)[-1].plain.splitlines()[0]


def news(person: Person) -> list[str]:
    """What somebody heard about changed decisions."""
    return [each.plain for each in from_kickstand(person) if "has changed what is yours to decide" in each.plain]


def evenings(story: Story) -> list[str]:
    """What Mona heard in the evenings."""
    return [each.plain for each in from_kickstand(story.mona) if "to make, so there is nothing for you" in each.plain]


def rights(story: Story) -> list[DecisionRight]:
    """Every row, as the database has it."""
    with story.kickstand.runtime.sessions.begin() as session:
        found = list(session.scalars(select(DecisionRight).order_by(DecisionRight.created_at)))
        session.expunge_all()
        return found


def test_a_manager_agrees_changes_and_ends_a_decision_and_the_reps_read_it(story: Story) -> None:
    """S2.5"""
    story.mona.types("/kickstand decisions")
    assert "Tell your reps what they may decide without asking" in (story.mona.modal or "")
    story.mona.clicks("Add")
    story.mona.fills(FIELDS)
    assert story.mona.submits() == {}
    assert "Discounts up to 10 %: they decide" in (story.mona.modal or "")
    story.kickstand.tick()
    assert [news(person) for person in (story.riya, story.omar)] == [
        ["Mona has changed what is yours to decide.\nYours: discounts up to 10 %\n`/kickstand decisions` has the list."]
    ] * 2
    story.mona.clicks("Only for one rep")
    story.mona.fills({"Up to where?": "15 %", "For whom?": "Riya Shah"})
    assert story.mona.submits() == {}
    assert "only Riya" in (story.mona.modal or "")
    story.kickstand.tick()
    assert len(news(story.riya)) == 1 and "Yours: discounts up to 15 %" in news(story.riya)[0]
    assert "up to 10 %" in news(story.omar)[0]
    story.mona.closes()

    home_of(story, story.riya)
    assert "Yours: discounts up to 15 %" in story.riya.home
    story.riya.types("/kickstand decisions")
    assert "Yours: discounts up to 15 %" in (story.riya.modal or "")
    assert "[Add]" not in (story.riya.modal or "")
    home_of(story, story.mona)
    assert "They decide: discounts up to 10 %; discounts up to 15 % (Riya)" in story.mona.home
    clicks_at_home(story, story.mona, "Decisions")
    story.mona.clicks("End", value=f"end:{rights(story)[0].id}")
    story.mona.clicks("End", value=f"end:{rights(story)[1].id}")
    assert "Tell your reps what they may decide" in story.mona.home
    story.kickstand.tick()
    assert "Nothing is agreed just now" in news(story.omar)[0]
    assert all(each.ended_at for each in rights(story))


def test_a_change_ends_the_old_row_and_the_same_again_changes_nothing(story: Story) -> None:
    agrees(story)
    for limit in ("12 %", "12 %"):
        story.mona.types("/kickstand decisions")
        story.mona.clicks("Change")
        story.mona.fills({"Up to where?": limit})
        assert story.mona.submits() == {}
        story.mona.closes()
    old, new = rights(story)
    assert (old.ended_at is not None, new.ended_at, new.limit) == (True, None, Decimal("12.00"))


def test_what_is_wrong_in_the_form_is_said_beside_it_and_nothing_is_kept(story: Story) -> None:
    agrees(story)
    story.mona.types("/kickstand decisions")
    story.mona.clicks("Add")
    story.mona.fills(FIELDS | {"What is to be decided?": "What Riya does while she is pregnant"})
    assert "This sounds personal" in story.mona.submits()["What is to be decided?"]
    story.mona.fills(FIELDS | {"Up to where?": "a lot"})
    assert story.mona.submits() == {"Up to where?": "Write it like 10 % or 5,000, or leave it empty."}
    story.mona.fills({"Up to where?": "5 %"})
    assert story.mona.submits() == {
        "What is to be decided?": "There is one of this name already. Change that one, or use another name."
    }
    story.mona.fills({"What is to be decided?": "Liability", "Who decides?": "You decide"})
    assert story.mona.submits() == {"Up to where?": "A limit goes with what your reps decide. Leave this empty."}
    assert len(rights(story)) == 1


def test_a_question_within_the_limit_is_the_rep_s_own_and_never_reaches_the_manager(story: Story) -> None:
    """S2.6"""
    agrees(story)
    story.riya.says(ASK)
    assert first_line(story.riya) == YOURS
    assert "I take it for that because you wrote “discount” and 8 %." in story.riya.last.plain
    assert story.riya.last.buttons[:3] == ("I decided it", "Ask anyway", "Not about that")
    assert "What have you tried?" not in story.riya.last.plain
    story.riya.clicks("I decided it")
    assert story.request().status is Status.DECIDED
    assert first_line(story.riya) == "You decided this one yourself."
    story.waits(hours=12)
    assert not cards(story.mona)
    story.riya.clicks("Tell Mona")
    assert "Mona hears of it tomorrow at 18:00, with the day's other decisions." in story.riya.last.plain
    assert "Tell Mona" not in story.riya.last.buttons


def test_two_weeks_after_deciding_the_rep_alone_is_asked_how_it_went(story: Story) -> None:
    """S2.6"""
    agrees(story)
    story.riya.says(ASK)
    story.riya.clicks("I decided it")
    story.waits(days=14)
    assert f"Two weeks ago you decided this one yourself: {ASK}" in story.riya.last.plain
    home_of(story, story.riya)
    assert f"Two weeks ago you decided this one yourself: {ASK}" in story.riya.home
    story.riya.clicks("Mixed")
    assert story.request().outcome == Outcome.MIXED
    home_of(story, story.riya)
    assert "How did it go" not in story.riya.home
    assert ASK not in story.mona.sees


def test_ask_anyway_waits_the_ordinary_way_and_is_noted_and_no_failure(story: Story) -> None:
    """S2.6"""
    agrees(story)
    story.riya.says(ASK)
    story.riya.clicks("Ask anyway")
    assert first_line(story.riya).startswith("I'll bring this to Mona at 11:00")
    assert "Answer 2 questions" in story.riya.last.buttons
    story.waits(hours=1)
    assert "Decision  Riya may decide this (discounts up to 10 %)" in cards(story.mona)[-1].plain
    assert story.request().asked_anyway


def test_an_offer_that_nobody_looks_at_loses_no_question(story: Story) -> None:
    """S2.6: the release is an Ask anyway."""
    agrees(story)
    story.riya.says(ASK)
    story.waits(hours=1)
    assert ASK in cards(story.mona)[-1].plain
    assert (story.request().status, story.request().asked_anyway) == (Status.DELIVERED, True)
    assert "I decided it" not in story.riya.last.buttons


def test_not_about_that_goes_the_ordinary_way_and_is_counted_once(story: Story) -> None:
    """S2.6"""
    agrees(story)
    story.riya.says(ASK)
    offer = from_kickstand(story.riya)[-1].message
    story.riya.clicks("Not about that", on=offer)
    assert first_line(story.riya).startswith("I'll bring this to Mona at 11:00")
    assert briefs_pricing(story) == {}
    assert "This one is yours" not in story.riya.last.plain  # naming its topic does not bring it back
    story.mona.types("/kickstand decisions")
    assert "1 time a question was not about this" in (story.mona.modal or "")
    story.waits(hours=1)
    assert "Decision" not in cards(story.mona)[-1].plain
    assert not story.request().asked_anyway


def briefs_pricing(story: Story) -> dict[str, str]:
    story.riya.clicks("Answer 2 questions")
    return briefs(story.riya, topic="Price and discount")


def test_above_the_limit_it_goes_the_ordinary_way_and_the_card_says_so(story: Story) -> None:
    agrees(story)
    story.riya.says(TOO_MUCH)
    assert first_line(story.riya).startswith("I'll bring this to Mona at 11:00")
    story.waits(hours=1)
    assert "Decision  Discounts: above Riya's limit of 10 %" in cards(story.mona)[-1].plain
    assert not story.request().asked_anyway


def test_naming_the_topic_is_enough_with_a_number(story: Story) -> None:
    agrees(story)
    story.riya.says("Is 8 % fine for Acme?")
    assert "This one is yours" not in story.riya.last.plain
    assert briefs_pricing(story) == {}
    assert first_line(story.riya) == YOURS
    assert "because you named the topic and wrote 8 %" in story.riya.last.plain


def test_an_edit_moves_the_question_above_the_limit_and_back(story: Story) -> None:
    agrees(story)
    asked = story.riya.says(ASK)
    story.riya.edits(asked, TOO_MUCH)
    assert first_line(story.riya).startswith("I'll bring this to Mona")
    story.riya.edits(asked, ASK)
    assert first_line(story.riya) == YOURS


def test_what_is_agreed_with_riya_goes_before_the_team_s(story: Story) -> None:
    agrees(story)
    agrees(story, replace(TEAM_S, limit=Decimal(25), rep_id=story.id("riya")))
    for person in (story.riya, story.omar):
        person.says(TOO_MUCH)
    assert first_line(story.riya).startswith("This one is yours (discounts up to 25 %).")
    assert "This one is yours" not in first_line(story.omar)


def test_decide_and_tell_is_told_in_one_message_when_the_manager_s_day_ends(story: Story) -> None:
    """S2.6"""
    agrees(story, replace(TEAM_S, right=Right.DECIDE_AND_TELL))
    for person, words in ((story.riya, ASK), (story.omar, "Can I give Brightside 5 %?")):
        person.says(words)
        assert "If you decide it, Mona hears of it in the evening." in person.last.plain
        person.clicks("I decided it")
        assert "Tell Mona" not in person.last.buttons
    story.waits(hours=7)
    assert evenings(story) == []
    story.waits(hours=1)
    assert evenings(story) == [
        "2 decisions your reps made today\n"
        "•  Omar: Can I give Brightside 5 %? (discounts up to 10 %)\n"
        f"•  Riya: {ASK} (discounts up to 10 %)\n"
        "They were theirs to make, so there is nothing for you to do."
    ]
    assert "Mona has heard of it." in story.riya.last.plain
    story.waits(hours=24)
    assert len(evenings(story)) == 1


def test_while_the_manager_wants_no_messages_the_rep_reads_when_it_comes(story: Story) -> None:
    agrees(story, replace(TEAM_S, right=Right.DECIDE_AND_TELL))
    story.riya.says(ASK)
    story.riya.clicks("I decided it")
    story.mona.types("/kickstand pause 2d")
    story.waits(hours=8)
    assert evenings(story) == []
    assert "Mona hears of it on Wednesday at 18:00" in story.riya.last.plain
    story.waits(hours=48)
    assert len(evenings(story)) == 1
    assert "Mona has heard of it." in story.riya.last.plain


def test_an_evening_that_was_missed_waits_for_working_hours(story: Story) -> None:
    agrees(story, replace(TEAM_S, right=Right.DECIDE_AND_TELL))
    story.riya.says(ASK)
    story.riya.clicks("I decided it")
    story.waits(hours=17)  # nothing ran at the end of the day: it is three in the morning
    assert evenings(story) == []
    story.waits(hours=6)
    assert len(evenings(story)) == 1


def test_urgent_protected_and_personal_go_before_the_offer(story: Story) -> None:
    agrees(story)
    story.sets(protect_at=Decimal(10_000))
    story.riya.says(ASK)
    story.riya.clicks("Urgent")
    assert story.riya.submits() == {}
    assert (story.request().bypass, story.request().asked_anyway) == (Bypass.URGENT, False)
    story.clock.advance(timedelta(minutes=10))
    story.riya.says("And a discount of 5 % for Brightside?")
    story.riya.clicks("Ask anyway")
    story.riya.clicks("Answer 2 questions")
    assert briefs(story.riya, amount="20,000") == {}
    assert story.request().bypass is Bypass.PROTECTED
    story.clock.advance(timedelta(minutes=10))
    before = story.requests()
    story.riya.says("My doctor says I need surgery. May I give Acme a discount of 8 % before?")
    assert "This sounds personal, so I've stopped" in story.riya.last.plain
    assert story.requests() == before


def test_a_topic_that_the_manager_keeps_is_left_out_of_the_score_and_waits_as_usual(story: Story) -> None:
    agrees(story, LIABILITY)
    story.riya.says("May I accept a higher liability for Acme?")
    assert first_line(story.riya).startswith("I'll bring this to Mona at 11:00")
    story.riya.clicks("Solved it")
    with story.kickstand.runtime.sessions.begin() as session:
        request = session.scalars(select(Request)).one()
        hours = team.hours(
            session, team.person(session, story.id("mona")), story.kickstand.runtime.settings, story.clock()
        )
        assert scored(session, request, Week.of(story.clock().date()), hours).reserved_topic


def test_a_changed_register_changes_what_waits(story: Story) -> None:
    agrees(story)
    story.riya.says(ASK)
    story.mona.types("/kickstand decisions")
    story.mona.clicks("Change")
    story.mona.fills({"Up to where?": "5 %"})
    assert story.mona.submits() == {}
    story.kickstand.tick()
    offer = from_kickstand(story.riya)[0]
    assert "This one is yours" not in offer.plain
    assert "I decided it" not in offer.buttons


def test_a_click_on_an_old_screen_decides_nothing(story: Story) -> None:
    agrees(story)
    story.riya.says(ASK)
    home_of(story, story.riya)
    with story.kickstand.runtime.sessions.begin() as session:
        decisions.end(session, rights(story)[0].id, story.id("mona"), story.clock())
    clicks_at_home(story, story.riya, "I decided it")
    assert story.request().status is Status.HELD
    assert "This one isn't yours to decide, as far as I know." in (story.riya.modal or "")


def test_a_new_manager_has_agreed_nothing_and_the_old_one_s_evening_forgets_it(story: Story) -> None:
    """Guardrail 8"""
    agrees(story, replace(TEAM_S, right=Right.DECIDE_AND_TELL))
    story.riya.says(ASK)
    story.riya.clicks("I decided it")
    story.waits(hours=8)
    assert len(evenings(story)) == 1
    story.waits(hours=15)
    story.riya.says("May I give Brightside a discount of 5 %?")
    offer = from_kickstand(story.riya)[-1].message
    reports_to(story, "riya", "dana")
    with story.kickstand.runtime.sessions.begin() as session:
        story.kickstand.team_changed(session, story.id("riya"), story.clock())
    story.kickstand.tick()
    assert evenings(story) == []
    assert "This one is yours" not in next(each for each in from_kickstand(story.riya) if each.ts == offer.ts).plain
    home_of(story, story.riya)
    assert "discounts" not in story.riya.home
    story.mona.types("/kickstand decisions")
    story.mona.clicks("Add")
    assert "Riya Shah" not in str(story.sandbox.platform.workspace.modals[story.id("mona")][-1].body)


def test_what_a_former_manager_was_to_hear_is_told_to_nobody_and_the_rep_reads_so(story: Story) -> None:
    """Guardrail 8"""
    agrees(story)
    story.riya.says(ASK)
    story.riya.clicks("I decided it")
    story.riya.clicks("Tell Mona")
    reports_to(story, "riya", "dana")
    with story.kickstand.runtime.sessions.begin() as session:
        story.kickstand.team_changed(session, story.id("riya"), story.clock())
    story.kickstand.tick()
    kept = from_kickstand(story.riya)[0].plain
    assert "Your manager has changed, so I pass this on to nobody." in kept
    assert "Mona hears of it" not in kept
    story.waits(hours=9)
    assert evenings(story) == []


def test_a_watched_message_is_offered_privately_where_the_rep_is_asked(story: Story) -> None:
    agrees(story)
    consents(story)
    for_real(story)
    story.riya.says("can I give Acme a discount of 8 % if they sign this week?", to=story.mona)
    story.kickstand.tick()
    assert first_line(story.riya) == (
        "This one is yours (discounts up to 10 %). Mona has your message; I've said it can wait until 11:01."
    )
    story.riya.clicks("I decided it")
    story.kickstand.tick()
    assert "Riya decided" in story.mona.last.plain


def test_going_alone_on_a_topic_offers_to_say_up_to_where(story: Story) -> None:
    """S0.1: the register widens."""
    goes_alone(story)
    home_of(story, story.mona)
    assert "Riya goes alone on price and discount. Would you like to say what that means" in story.mona.home
    clicks_at_home(story, story.mona, "Open the decision")
    story.mona.fills({"What is to be decided?": "Discounts", "Up to where?": "10 %"})
    assert story.mona.submits() == {}
    [row] = rights(story)
    assert (row.rep_id, row.topic, row.right) == (story.id("riya"), Topic.PRICING, Right.DECIDE)
    assert "Would you like to say what that means" not in story.mona.home


def test_the_weekly_report_counts_questions_asked_all_the_same_and_names_nobody(story: Story) -> None:
    agrees(story)
    for number, customer in enumerate(("Acme", "Brightside")):
        story.riya.says(f"May I give {customer} a discount of {number + 5} %?")
        story.waits(minutes=61)
    story.clock.set(story.clock() + timedelta(days=7))
    story.kickstand.tick()
    report = next(each.plain for each in from_kickstand(story.mona) if "A picture of a pattern" in each.plain)
    assert "2 questions last week were about what your reps may decide." in report
    assert "Riya" not in report


def test_what_was_agreed_is_shown_to_whom_it_concerns_and_goes_with_them(story: Story, engine: Engine) -> None:
    agrees(story, replace(TEAM_S, title="Kingfisher rebates", rep_id=story.id("riya")))
    agrees(story, replace(TEAM_S, right=Right.DECIDE_AND_TELL))
    story.riya.says(ASK)
    story.riya.clicks("I decided it")
    story.waits(hours=8)
    assert len(evenings(story)) == 1
    settings = story.kickstand.runtime.settings
    with story.kickstand.runtime.sessions.begin() as session:
        assert "Kingfisher" in str(copy(session, story.id("riya"), story.clock()))
        assert "Kingfisher" not in str(copy(session, story.id("omar"), story.clock()))
        forget(session, settings, story.id("riya"), None, story.clock())
    story.kickstand.tick()
    assert lines_with(engine, "Kingfisher") == []
    assert evenings(story) == []
    with story.kickstand.runtime.sessions.begin() as session:
        forget(session, settings, story.id("mona"), None, story.clock())
    assert rights(story) == []


def test_the_demo_s_team_has_agreed_on_something_and_nobody_is_told_of_it(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        demo.seed(session, {key: story.id(key) for key in ("riya", "omar", "mona", "lee", "dana")}, story.clock())
    story.kickstand.tick()
    assert (news(story.riya), news(story.omar)) == ([], [])
    story.riya.says(ASK)
    assert first_line(story.riya) == YOURS
    home_of(story, story.omar)
    assert "Yours: discounts up to 5 %" in story.omar.home


def test_what_is_written_since_somebody_goes_alone_says_up_to_where(story: Story) -> None:
    goes_alone(story)
    story.clock.advance(timedelta(minutes=1))
    agrees(story, replace(TEAM_S, rep_id=story.id("riya")))
    story.riya.says(TOO_MUCH)
    assert briefs_pricing(story) == {}
    assert first_line(story.riya).endswith("It goes to Mona at 11:01 either way.")
    assert "I decided it" not in from_kickstand(story.riya)[-1].buttons
    story.waits(hours=1)
    assert "Decision  Discounts: above Riya's limit of 10 %" in cards(story.mona)[-1].plain
    assert "goes alone" not in cards(story.mona)[-1].plain


def test_going_alone_goes_beyond_an_older_limit_of_the_team_s_but_not_into_what_the_manager_keeps(story: Story) -> None:
    agrees(story)
    agrees(story, replace(LIABILITY, topic=Topic.PRICING, title="Currency"))
    story.clock.advance(timedelta(minutes=1))
    goes_alone(story)
    story.riya.says(TOO_MUCH)
    assert briefs_pricing(story) == {}
    assert first_line(story.riya) == "This one is yours: price and discount. Decide it, or Mona gets it at 12:01."
    story.riya.clicks("Send now")
    assert "above Riya's limit" not in cards(story.mona)[-1].plain
    story.clock.advance(timedelta(minutes=6))
    story.riya.says("Which currency may I offer Globex?")
    assert briefs_pricing(story) == {}
    assert first_line(story.riya).endswith("It goes to Mona at 11:07 either way.")
