"""`/kickstand me`: a rep's own numbers and history, for that rep alone; and the wins they want to be seen for."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.app import Kickstand
from bot.requests.models import Request
from bot.requests.rules import Answer, Brief, Label
from bot.requests.service import clockwork
from bot.score import home
from bot.settings import ScoreMode
from bot.slack.errors import Refusal
from bot.team.rules import Topic
from bot.wins import service as wins
from bot.wins.models import Win
from tests.stories.test_change_of_manager import reports_to
from tests.stories.test_growing import PICK, asked, goes_alone
from tests.stories.test_home import clicks_at_home, home_of
from tests.story import Story

ASK = "Can I give Acme 20 %?"
TOLD = "Acme signed for two years at full price."


def opens(story: Story, key: str = "riya") -> str:
    """Somebody looks at their own picture."""
    person = story.sandbox.person(key)
    while person.modal:
        person.closes()
    person.types("/kickstand me")
    assert person.modal_title == "My picture"
    return person.modal or ""


def solves_one(story: Story) -> None:
    story.riya.says(ASK)
    story.riya.clicks("Solved it")


def shares(story: Story, text: str = TOLD) -> dict[str, str]:
    opens(story)
    story.riya.clicks("Share this win")
    story.riya.fills({"What happened, in your own words": text})
    return story.riya.submits()


def stored(story: Story) -> list[Win]:
    with story.kickstand.runtime.sessions.begin() as session:
        return list(session.scalars(select(Win)))


def test_a_rep_sees_their_own_numbers_topics_and_history(story: Story) -> None:
    asked(story, 100)
    asked(story, 20)
    asked(story, 15, Answer.HANDLE, Brief(tried="asked", topic=Topic.TERMS))
    asked(story, 8, None)
    goes_alone(story)
    solves_one(story)
    seen = opens(story)
    assert "Only you see this page. There is no score of a person here, and nobody is compared." in seen
    assert "This week: 1 question, 1 solved before it went out, none with options." in seen
    assert (
        "Last 12 weeks: 4 questions, 2 solved before they went out, 2 with options. "
        "Who decided, as you said: you 2, together 0, your manager 0."
    ) in seen
    assert "Price and discount: 2 questions, 2 with your own pick, 1 settled by you; independent since today" in seen
    assert "Contract terms: 1 question, none with your own pick, none settled by you" in seen
    rows = seen.split("What you asked")[1]
    assert rows.index(ASK) < rows.index("8 November")
    assert "Mona labelled it: a rescue." in rows
    assert "Mona backs your pick: 15 % for two years. Go." in rows
    assert "Mona labelled it: left to you." in rows
    assert rows.count("[I see it otherwise]") == 3
    assert rows.count("[Share this win]") == 2
    assert rows.count("Who decided, as you saw it: you did.") == 3


def test_what_was_solved_after_it_went_out_counts_as_solved_too(story: Story) -> None:
    solves_one(story)
    story.waits(minutes=6)
    story.riya.says("Who signs?")
    story.riya.clicks("Send now")
    story.riya.clicks("Solved it")
    assert "This week: 2 questions, 2 solved, 1 before they went out, none with options." in opens(story)


def test_days_and_weeks_are_the_reps_own(story: Story) -> None:
    asked(story, 14 / 24, None)  # on Sunday at 20:00 in Berlin
    assert "This week: no questions." in opens(story)
    assert "15 November  About" in opens(story)
    story.riya.moves_to("Asia/Tokyo")
    assert "This week: 1 question" in opens(story)
    assert "Today  About" in opens(story)


def test_an_empty_picture_says_what_will_be_there(story: Story) -> None:
    assert "Nothing here yet. Write me a question for your manager, or use `/ask`." in opens(story)


def test_app_home_has_a_button_for_it_where_somebody_has_a_manager(story: Story) -> None:
    home_of(story, story.riya)
    clicks_at_home(story, story.riya, "My picture")
    assert story.riya.modal_title == "My picture"
    for nobody in (story.mona, story.lee, story.otto):
        home_of(story, nobody)
        assert "[My picture]" not in nobody.home


def test_a_manager_without_a_manager_is_pointed_to_the_report_and_an_outsider_to_a_team(story: Story) -> None:
    solves_one(story)
    assert "Your team's week comes on Monday, in your report." in opens(story, "mona")
    assert "You're not on a team here yet." in opens(story, "otto")
    for other in ("mona", "omar", "lee", "otto"):
        assert "Acme" not in opens(story, other)


def test_the_history_has_pages_and_the_newest_comes_first(story: Story) -> None:
    for days in range(1, 24):
        asked(story, days, None)
    first = opens(story)
    assert first.count("[Share this win]") == 10
    assert "[Older]" in first and "[Newer]" not in first
    story.riya.clicks("Older")
    second = story.riya.modal or ""
    assert second.count("[Share this win]") == 10
    assert not set(first.splitlines()) & {line for line in second.splitlines() if "About" in line}
    story.riya.clicks("Older")
    third = story.riya.modal or ""
    assert third.count("[Share this win]") == 3
    assert "[Older]" not in third
    story.riya.clicks("Newer")
    story.riya.clicks("Newer")
    assert story.riya.modal == first


def test_what_the_rep_said_of_a_label_stands_beside_it(story: Story) -> None:
    request_id = asked(story, 3, Answer.HANDLE)
    with story.kickstand.runtime.sessions.begin() as session:
        session.get_one(Request, request_id).contested = Label.COACHED
    seen = opens(story)
    assert "Mona labelled it: a rescue. You said: coached." in seen
    assert "[Change what I said]" in seen


def test_saying_how_one_sees_a_label_comes_back_to_the_same_page(story: Story) -> None:
    for days in range(1, 13):
        asked(story, days, Answer.HANDLE)
    opens(story)
    story.riya.clicks("Older")
    second = story.riya.modal or ""
    story.riya.clicks("I see it otherwise")
    story.riya.fills({"How do you see it?": "I was coached, and found the way"})
    story.riya.submits()
    story.riya.closes()
    assert story.riya.modal == second.replace("a rescue.", "a rescue. You said: coached.", 1).replace(
        "[I see it otherwise]", "[Change what I said]", 1
    )


def test_when_the_words_are_gone_the_rest_stays(story: Story) -> None:
    asked(story, 60, None)
    with story.kickstand.runtime.sessions.begin() as session:
        request = session.scalars(select(Request)).one()
        request.due_at = request.forget_at = story.clock() - timedelta(days=1)
        session.flush()
        clockwork.take_step(session, story.kickstand.runtime.settings, request.id, story.clock())
    seen = opens(story)
    assert "(the words are gone)" in seen
    assert "Price and discount: 1 question, 1 with your own pick, 1 settled by you" in seen


def test_where_no_number_is_computed_there_is_history_without_counts(story: Story, kickstand: Kickstand) -> None:
    solves_one(story)
    asked(story, 8, None)
    with kickstand.runtime.sessions.begin() as session:
        shown = {
            mode: str(
                home.picture(
                    kickstand.runtime.settings.model_copy(update={"kickstand_score": mode}),
                    *(session, story.id("riya"), 0, story.clock()),
                )
            )
            for mode in ScoreMode
        }
    assert all(ASK in each for each in shown.values())
    assert "This week" not in shown[ScoreMode.OFF] and "settled by you" not in shown[ScoreMode.OFF]
    assert "Share this win" not in shown[ScoreMode.OFF], "there is no digest that could tell it"
    assert "This week" in shown[ScoreMode.AGGREGATE], "they are the rep's own"


def test_a_win_is_offered_to_one_person_in_the_reps_own_words(story: Story) -> None:
    """S3.10: who will see it, and when, before it is sent."""
    solves_one(story)
    opens(story)
    story.riya.clicks("Share this win")
    form = story.riya.modal or ""
    assert "Lee will read this, in the next Monday digest, with your name." in form
    assert "Acme" not in form.replace("Acme signed for two years, without a discount", ""), "nothing is filled in"
    story.riya.fills({"What happened, in your own words": TOLD})
    assert story.riya.submits() == {}
    seen = story.riya.modal or ""
    assert f"{TOLD}\nLee reads it in the next Monday digest." in seen
    assert "[Share this win]" not in seen
    [win] = stored(story)
    assert (win.rep_id, win.lead_id, win.text, win.told_on) == (story.id("riya"), story.id("lee"), TOLD, None)
    for other in (story.mona, story.lee, story.omar):
        assert TOLD not in other.sees


def test_a_win_can_be_taken_back_until_it_was_told(story: Story) -> None:
    solves_one(story)
    assert shares(story) == {}
    story.riya.clicks("Take it back")
    assert TOLD not in (story.riya.modal or "")
    assert stored(story) == []
    assert shares(story) == {}
    old = story.riya.view
    with story.kickstand.runtime.sessions.begin() as session:
        found = wins.waiting(session, [story.id("riya"), story.id("omar")])
        assert [each.text for each in found] == [TOLD]
        wins.mark_told(session, found, date(2026, 11, 23))
        assert wins.waiting(session, [story.id("riya")]) == []
    story.riya.clicks("Take it back", on=old)
    assert "can't be taken back any more" in (story.riya.modal or "")
    assert "Told in the digest about the week of 23 November." in opens(story)
    assert len(stored(story)) == 1


def test_something_personal_is_not_kept(story: Story) -> None:
    """Guardrail 1"""
    solves_one(story)
    wrong = shares(story, "I did it although I'm pregnant and was told I'd be fired for it.")
    assert "I haven't kept it, and nobody hears of it" in wrong["What happened, in your own words"]
    assert stored(story) == []


def test_without_a_lead_there_is_nobody_to_tell(story: Story) -> None:
    story.sets(lead_id=None)
    solves_one(story)
    opens(story)
    story.riya.clicks("Share this win")
    assert "There's nobody to tell yet: your manager has no lead here" in (story.riya.modal or "")


def test_only_the_lead_whom_the_rep_was_shown_is_told(story: Story) -> None:
    solves_one(story)
    assert shares(story) == {}
    story.sets(lead_id=story.id("dana"))
    with story.kickstand.runtime.sessions.begin() as session:
        assert wins.waiting(session, [story.id("riya")]) == []
    assert "Nobody was told: whom you wrote it for is not your manager's lead now." in opens(story)
    story.sets(lead_id=story.id("lee"))
    reports_to(story, "riya", "dana")
    with story.kickstand.runtime.sessions.begin() as session:
        assert wins.waiting(session, [story.id("riya")]) == []


def test_a_form_that_names_an_old_lead_keeps_nothing(story: Story) -> None:
    solves_one(story)
    opens(story)
    story.riya.clicks("Share this win")
    story.riya.fills({"What happened, in your own words": TOLD})
    story.sets(lead_id=story.id("dana"))
    story.riya.submits()
    assert "It's Dana who would read this now, so I haven't kept it." in (story.riya.modal or "") + story.riya.sees
    assert stored(story) == []


def test_a_win_is_shared_once_and_only_ones_own(story: Story) -> None:
    solves_one(story)
    assert shares(story) == {}
    request_id = story.request().id
    with story.kickstand.runtime.sessions.begin() as session:
        with pytest.raises(Refusal, match="shared this one already"):
            wins.offer(session, request_id, story.id("riya"), wins.Readers(story.id("lee")), TOLD, story.clock())
        with pytest.raises(Refusal, match="Only the person who asked"):
            wins.offer(session, request_id, story.id("omar"), wins.Readers(story.id("lee")), TOLD, story.clock())
    answered = asked(story, 3, Answer.BACK_PICK, PICK)
    with story.kickstand.runtime.sessions.begin() as session, pytest.raises(Refusal, match="solved or decided"):
        wins.offer(session, answered, story.id("riya"), wins.Readers(story.id("lee")), TOLD, story.clock())
