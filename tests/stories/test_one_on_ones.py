"""1:1s: their rhythm, the agenda on the morning, held, moved or skipped, and who sees what."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.features import team_changed
from bot.one_on_ones.models import AgendaPoint, Cadence, Meeting
from bot.one_on_ones.rules import MeetingState
from bot.sandbox.people import Person
from bot.sandbox.seeds.one_on_ones import seed
from bot.sandbox.seen import Seen
from bot.score.rules.week import Week
from bot.score.service.weekly import numbers_for
from bot.team import service as team
from tests.privacy.test_forget_me import leaves
from tests.privacy.test_my_data import copy
from tests.story import Story, cards

BERLIN = ZoneInfo("Europe/Berlin")


def at(story: Story, moment: str) -> None:
    """It is then, in Berlin."""
    story.clock.set(datetime.fromisoformat(moment).replace(tzinfo=BERLIN))
    story.kickstand.tick()
    story.sandbox.settle()


def every_tuesday(story: Story, *who: str, often: str = "Every week") -> None:
    """Mona sets a rhythm: Tuesdays at ten, from tomorrow (17 November) on."""
    story.mona.types("/kickstand 1on1")
    story.mona.clicks("How often")
    story.mona.fills({"With": list(who) or ["Riya Shah"], "How often": often, "The first one on": "2026-11-17"})
    assert story.mona.submits() == {}
    story.mona.closes(everything=True)


def meetings(story: Story, rep: str = "riya") -> list[Meeting]:
    with story.kickstand.runtime.sessions.begin() as session:
        query = select(Meeting).where(Meeting.rep_id == story.id(rep)).order_by(Meeting.planned_at)
        found = list(session.scalars(query))
        session.expunge_all()
        return found


def planned(story: Story, rep: str = "riya") -> list[str]:
    """When the 1:1s that are to come are, on Mona's clock."""
    coming = [each for each in meetings(story, rep) if each.state == MeetingState.PLANNED]
    return [f"{each.planned_at.astimezone(BERLIN):%d %b %H:%M}" for each in coming]


def about(person: Person, words: str) -> list[Seen]:
    return [seen for seen in person.messages if words in seen.plain]


def test_the_agenda_comes_to_both_on_the_morning_and_what_is_not_done_carries_over(story: Story) -> None:
    """S2.9"""
    every_tuesday(story)
    story.riya.says("Can I give Acme 20 %?")
    story.riya.clicks("Park for 1:1")
    story.riya.types("/kickstand 1on1 The Globex renewal")
    assert "It's on the agenda of your 1:1 with Mona tomorrow at 10:00." in story.riya.sees
    story.mona.types("/kickstand 1on1 @riya Your first year")
    at(story, "2026-11-17 08:59")
    assert not about(story.riya, "1:1 with Mona today")
    at(story, "2026-11-17 09:00")
    (to_riya,), (to_mona,) = (
        about(story.riya, "1:1 with Mona today at 10:00."),
        about(story.mona, "1:1 with Riya today"),
    )
    for each in (to_riya, to_mona):
        for words in ("Can I give Acme 20 %?", "The Globex renewal", "Your first year"):
            assert words in each.plain and words in each.text
    story.mona.clicks("Talked through")
    assert "Acme" not in about(story.riya, "1:1 with Mona today")[0].plain
    assert story.request().talked_at
    story.riya.types("/kickstand list")
    assert "Nothing is parked" in story.riya.sees
    with story.kickstand.runtime.sessions.begin() as session:
        her_own = session.scalars(select(AgendaPoint.id).where(AgendaPoint.author_id == story.id("mona"))).one()
    story.mona.clicks("Done", on=about(story.mona, "1:1 with Riya today")[0], value=her_own)
    at(story, "2026-11-17 11:00")
    story.mona.clicks("Held", on=about(story.mona, "Was your 1:1 with Riya")[0])
    assert "held. The next is on 24 November at 10:00. 1 point carried over." in about(story.riya, "held.")[0].plain
    at(story, "2026-11-24 09:00")
    (again,) = about(story.riya, "1:1 with Mona today at 10:00.")
    assert "Globex" in again.plain and "Your first year" not in again.plain


def test_the_manager_ticks_the_usual_topics_and_the_rep_sees_what_is_covered(story: Story) -> None:
    """S2.10"""
    every_tuesday(story)
    at(story, "2026-11-17 09:00")
    agenda = about(story.mona, "1:1 with Riya today")[0]
    for label in ("Parked questions", "Deals", "Growth area", "Decisions to widen"):
        assert label in agenda.text
    story.mona.clicks("Deals", on=agenda)
    story.mona.clicks("Growth area", on=about(story.mona, "1:1 with Riya today")[0])
    story.kickstand.tick()
    seen = about(story.riya, "1:1 with Mona today")[0].plain
    assert "Deals (covered)" in seen and "Growth area (covered)" in seen and "widen (covered)" not in seen
    story.mona.clicks("Deals", on=about(story.mona, "1:1 with Riya today")[0])
    assert [each.topics for each in meetings(story)] == ["growth"]


def test_a_skip_without_a_new_date_asks_the_manager_once_two_working_days_later(story: Story) -> None:
    """S2.8"""
    every_tuesday(story)
    at(story, "2026-11-17 09:00")
    at(story, "2026-11-17 11:00")
    (asked,) = about(story.mona, "Was your 1:1 with Riya today at 10:00 held?")
    story.mona.clicks("Skipped", on=asked)
    at(story, "2026-11-19 08:59")
    assert not about(story.mona, "was skipped")
    at(story, "2026-11-19 09:00")
    (nudge,) = about(story.mona, "Your 1:1 with Riya on 17 November at 10:00 was skipped.")
    assert "The next is on 24 November at 10:00; sooner is fine too." in nudge.plain
    assert not about(story.riya, "was skipped")
    story.riya.opens_home()
    assert "The last one was skipped." in story.riya.home
    at(story, "2026-11-20 12:00")
    assert len(about(story.mona, "was skipped")) == 1
    story.mona.clicks("Find a new date", on=nudge)
    story.mona.fills({"The 1:1 with Riya is now": int(datetime(2026, 11, 20, 15, tzinfo=BERLIN).timestamp())})
    assert story.mona.submits() == {}
    assert planned(story) == ["20 Nov 15:00", "24 Nov 10:00"]
    assert meetings(story)[0].state == MeetingState.MOVED


def test_held_is_counted_of_planned_and_a_moved_one_on_its_new_date(story: Story) -> None:
    """S2.12"""
    every_tuesday(story, "Everybody on my team")
    assert planned(story, "omar") == ["17 Nov 10:00"] and planned(story, "riya") == ["17 Nov 10:30"]
    at(story, "2026-11-17 09:00")
    at(story, "2026-11-17 12:00")
    story.mona.clicks("Held", on=about(story.mona, "Was your 1:1 with Omar")[0])
    story.mona.clicks("Moved", on=about(story.mona, "Was your 1:1 with Riya")[0])
    story.mona.fills({"The 1:1 with Riya is now": int(datetime(2026, 11, 25, 15, tzinfo=BERLIN).timestamp())})
    assert story.mona.submits() == {}
    assert planned(story) == ["25 Nov 15:00", "01 Dec 10:30"]  # the one by hand stands for Tuesday's
    assert about(story.riya, "Your 1:1 with Mona is now on 25 November at 15:00.")
    at(story, "2026-11-23 08:30")
    assert support(story, "2026-11-16") == (1, 1)
    at(story, "2026-11-24 09:00")
    at(story, "2026-11-24 12:00")
    at(story, "2026-11-25 09:00")
    at(story, "2026-11-25 16:00")
    story.mona.clicks("Skipped", on=about(story.mona, "Was your 1:1 with Riya")[0])
    at(story, "2026-11-30 09:00")
    assert support(story, "2026-11-23") == (0, 2)  # one skipped, one about which nobody said anything


def moved_to(story: Story, moment: str) -> dict[str, str]:
    """Mona gives the next 1:1 with Riya another date; answers what is wrong with it."""
    story.mona.types("/kickstand 1on1")
    story.mona.clicks("Agenda", value=story.id("riya"))
    story.mona.clicks("Move")
    to = datetime.fromisoformat(moment).replace(tzinfo=BERLIN)
    story.mona.fills({"The 1:1 with Riya is now": int(to.timestamp())})
    wrong = story.mona.submits()
    story.mona.closes(everything=True)
    return wrong


def support(story: Story, monday: str) -> tuple[int, int] | None:
    with story.kickstand.runtime.sessions.begin() as session:
        mona = team.person(session, story.id("mona"))
        week = Week(datetime.fromisoformat(monday).date())
        found = numbers_for(session, story.kickstand.runtime.settings, mona, week, story.clock()).support.one_on_ones
        return (found.part, found.whole) if found else None


def test_a_question_about_one_that_is_over_is_asked_once_and_stays_in_app_home(story: Story) -> None:
    """S2.8"""
    every_tuesday(story, often="Every 2 weeks")
    at(story, "2026-11-17 09:00")
    at(story, "2026-11-17 11:00")
    at(story, "2026-11-19 11:00")
    assert len(about(story.mona, "Was your 1:1")) == 1
    assert planned(story) == ["17 Nov 10:00", "01 Dec 10:00"]
    story.mona.opens_home()
    assert "Was your 1:1 with Riya on 17 November at 10:00 held?" in story.mona.home or "yesterday" in story.mona.home
    story.mona.clicks("Held", on=story.sandbox.platform.workspace.homes[story.mona.id])
    assert "Was your 1:1" not in story.mona.home
    assert meetings(story)[0].state == MeetingState.HELD


def test_a_day_off_of_either_is_passed_over_and_nobody_skipped(story: Story) -> None:
    """S2.8"""
    every_tuesday(story)
    story.riya.types("/kickstand away 2026-11-17")
    assert planned(story) == ["24 Nov 10:00"]
    story.mona.types("/kickstand away 2026-11-24 2026-11-27")
    assert planned(story) == ["01 Dec 10:00"]
    at(story, "2026-11-30 09:00")
    assert support(story, "2026-11-16") == support(story, "2026-11-23") == (0, 0)
    at(story, "2026-12-01 09:00")
    story.riya.types("/kickstand away 2026-12-01")  # ill, after the agenda came
    at(story, "2026-12-01 11:00")
    assert not about(story.mona, "Was your 1:1")
    assert not about(story.mona, "1:1 with Riya today at 10:00")
    assert planned(story) == ["08 Dec 10:00"]


def test_ten_oclock_stays_ten_oclock_when_the_manager_moves_to_another_zone(story: Story) -> None:
    """S2.8"""
    every_tuesday(story)
    story.mona.moves_to("America/New_York")
    (meeting,) = meetings(story)
    assert meeting.planned_at.astimezone(ZoneInfo("America/New_York")).strftime("%d %H:%M") == "17 10:00"


def test_with_another_manager_the_rhythm_ends_and_the_reps_own_points_stay_theirs(story: Story) -> None:
    """S2.9, guardrail 8"""
    every_tuesday(story)
    story.riya.types("/kickstand 1on1 How Mona plans the quarter")
    story.mona.types("/kickstand 1on1 @riya Your first year")
    at(story, "2026-11-17 09:00")
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("riya"), story.id("dana"), None, None, story.clock())
        team_changed(story.kickstand.runtime.settings, session, story.id("riya"), story.clock())
    story.waits(minutes=1)
    assert meetings(story) == []
    assert not about(story.mona, "How Mona plans") and not about(story.riya, "1:1 with Mona today")
    story.mona.types("/kickstand 1on1 @riya And another")
    assert "only a rep and their manager do" in story.mona.sees
    story.dana.types("/kickstand 1on1")
    story.dana.clicks("Agenda")
    assert "How Mona plans" not in story.dana.sees and "first year" not in story.dana.sees
    story.dana.closes(everything=True)
    story.riya.types("/kickstand 1on1")
    assert "Only you see this: it was for an earlier manager." in str(story.riya.modal)
    assert "[Done]" in str(story.riya.modal)
    assert "first year" not in str(story.riya.modal)
    story.riya.clicks("Bring to Dana")
    assert "earlier manager" not in str(story.riya.modal)
    story.dana.types("/kickstand 1on1")
    story.dana.clicks("Agenda")
    assert "How Mona plans the quarter" in str(story.dana.modal)


def test_what_was_asked_about_and_not_said_goes_with_a_change_of_manager(story: Story) -> None:
    """Guardrail 8: the agenda with the rep's words does not stay with the former manager, and counts against nobody."""
    every_tuesday(story)
    story.riya.types("/kickstand 1on1 How Mona plans the quarter")
    at(story, "2026-11-17 09:00")
    at(story, "2026-11-17 12:00")
    assert about(story.mona, "How Mona plans")
    story.know("dana")
    with story.kickstand.runtime.sessions.begin() as session:
        team.import_line(session, story.id("riya"), story.id("dana"), None, None, story.clock())
        team_changed(story.kickstand.runtime.settings, session, story.id("riya"), story.clock())
    story.waits(minutes=1)
    assert meetings(story) == []
    assert not about(story.mona, "How Mona plans")


def test_what_was_typed_wrong_gets_a_sentence_at_its_field(story: Story) -> None:
    """S2.8"""
    story.mona.types("/kickstand 1:1")
    story.mona.clicks("How often")
    story.mona.fills({"With": ["Riya Shah"], "The first one on": "2026-11-01"})
    assert story.mona.submits() == {"The first one on": "That day has passed. Pick one that is still to come."}
    story.mona.fills({"With": ["Everybody on my team"], "The first one on": "2026-11-17", "At": "23:45"})
    assert "don't fit into one day" in story.mona.submits()["With"]
    story.mona.fills({"At": "10:00"})
    assert story.mona.submits() == {}
    story.mona.clicks("How often")
    story.mona.fills({"With": ["Riya Shah"], "The first one on": "2026-11-24", "At": "10:00"})
    assert "Omar's is at 10:00 on such a day already." in story.mona.submits()["With"]
    story.mona.closes()
    story.mona.clicks("Agenda", value=story.id("riya"))
    story.mona.clicks("Move")
    story.mona.fills({"The 1:1 with Riya is now": int((story.clock() - timedelta(hours=1)).timestamp())})
    assert story.mona.submits() == {
        "The 1:1 with Riya is now": "That has passed already. Pick a time that is still to come."
    }
    with story.kickstand.runtime.sessions.begin() as session:
        assert len(session.scalars(select(Cadence)).all()) == 2


def test_a_personal_point_is_not_kept(story: Story) -> None:
    """Never hold"""
    story.riya.types("/kickstand 1on1 I am being harassed by a colleague")
    assert "This sounds personal, so I've stopped" in story.riya.sees
    story.riya.types("/kickstand 1on1")
    story.riya.clicks("Add a point")
    story.riya.fills({"What would you like to talk about?": "I am pregnant"})
    assert story.riya.submits() == {}
    story.mona.types("/kickstand 1on1 @riya Her pregnancy")
    assert "I keep nothing of it" in story.mona.sees
    with story.kickstand.runtime.sessions.begin() as session:
        assert session.scalars(select(AgendaPoint)).all() == []


def test_my_data_shows_ones_1_to_1s_and_forget_me_takes_them(story: Story) -> None:
    """S2.9"""
    every_tuesday(story)
    story.riya.types("/kickstand 1on1 The Globex renewal")
    at(story, "2026-11-17 09:00")
    found = copy(story, "riya")
    assert found["points_for_your_1_to_1s"][0]["text"] == "The Globex renewal"
    assert found["how_often_you_have_a_1_to_1"][0]["weeks"] == 1
    assert found["your_1_to_1s"][0]["slot"] == "2026-11-17"
    leaves(story, "riya")
    assert "Globex" not in story.mona.sees
    with story.kickstand.runtime.sessions.begin() as session:
        for model in (AgendaPoint, Cadence, Meeting):
            assert session.scalars(select(model)).all() == []


@pytest.mark.parametrize("who", ["omar", "otto", "dana", "lee"])
def test_nobody_but_the_two_sees_or_does_anything(story: Story, who: str) -> None:
    """Guardrail 8"""
    every_tuesday(story)
    story.riya.types("/kickstand 1on1 The Globex renewal")
    other = story.sandbox.person(who)
    other.types("/kickstand 1on1 @riya Hello")
    assert "Globex" not in other.sees
    with story.kickstand.runtime.sessions.begin() as session:
        assert len(session.scalars(select(AgendaPoint)).all()) == 1


def test_each_gets_the_agenda_on_their_own_morning(story: Story) -> None:
    """S2.9"""
    story.riya.moves_to("America/New_York")
    story.omar.moves_to("Asia/Tokyo")
    story.mona.types("/kickstand 1on1")
    story.mona.clicks("How often")
    chosen = {"With": ["Everybody on my team"], "The first one on": "2026-11-17", "At": "16:00"}
    story.mona.fills(chosen)
    assert story.mona.submits() == {}
    at(story, "2026-11-17 00:59")
    assert not about(story.omar, "1:1 with Mona tod")
    at(story, "2026-11-17 01:00")  # nine in Tokyo; Omar's is at midnight there, on what is still his Tuesday
    assert not about(story.mona, "1:1 with Omar today")
    at(story, "2026-11-17 09:00")
    assert about(story.mona, "1:1 with Riya today at 16:30") and not about(story.riya, "1:1 with Mona today")
    at(story, "2026-11-17 15:00")
    assert about(story.riya, "1:1 with Mona today at 10:30")


def test_after_a_day_of_silence_the_manager_is_asked_and_no_old_agenda_comes(story: Story) -> None:
    """S2.8"""
    every_tuesday(story)
    at(story, "2026-11-17 15:00")  # nobody was running since Monday
    at(story, "2026-11-17 15:01")
    assert about(story.mona, "Was your 1:1 with Riya today at 10:00 held?")
    assert not about(story.mona, "1:1 with Riya today at 10:00.") and not about(story.riya, "1:1 with Mona today")
    assert planned(story) == ["17 Nov 10:00", "24 Nov 10:00"]


def test_what_was_settled_is_not_settled_twice_and_can_be_put_right(story: Story) -> None:
    """S2.8"""
    every_tuesday(story)
    at(story, "2026-11-17 09:00")
    at(story, "2026-11-17 11:00")
    asked = about(story.mona, "Was your 1:1 with Riya")[0]
    story.mona.clicks("Skipped", on=asked)
    story.mona.clicks("It was held", on=about(story.mona, "1:1 with Riya on 17 November at 10:00: skipped")[0])
    assert len(about(story.mona, "on 17 November at 10:00: held")) == 1  # said once, not on the agenda as well
    at(story, "2026-11-19 12:00")
    assert not about(story.mona, "was skipped.")
    with pytest.raises(LookupError):
        story.mona.clicks("Skipped", on=asked)
    story.mona.clicks("It was skipped")
    at(story, "2026-11-23 12:00")
    assert len(about(story.mona, "was skipped.")) == 1


def test_the_demo_begins_with_two_rhythms_and_two_points(story: Story) -> None:
    with story.kickstand.runtime.sessions.begin() as session:
        seed(session, {key: story.id(key) for key in ("riya", "omar", "mona", "lee", "dana")}, story.clock())
    assert planned(story) == ["17 Nov 10:00"] and planned(story, "omar") == ["17 Nov 14:00"]
    story.riya.opens_home()
    assert "1:1 with Mona tomorrow at 10:00, every week. 2 points on the agenda." in story.riya.home


def test_a_rep_hears_that_one_to_come_is_off_and_may_name_their_manager(story: Story) -> None:
    """S2.8"""
    every_tuesday(story)
    story.riya.types("/kickstand 1on1 @mona The Globex renewal")
    assert "It's on the agenda of your 1:1 with Mona tomorrow at 10:00." in story.riya.sees
    story.mona.types("/kickstand 1on1")
    story.mona.clicks("Agenda", value=story.id("riya"))
    story.mona.clicks("Skip")
    assert "1:1 with Riya on 24 November at 10:00, every week." in str(story.mona.modal)
    story.kickstand.tick()
    (off,) = about(story.riya, "is off")
    assert off.plain == (
        "Your 1:1 with Mona tomorrow at 10:00 is off. The next is on 24 November at 10:00. "
        "What is on the agenda stays there."
    )


def test_with_somebody_who_has_left_nothing_is_planned_any_more(story: Story) -> None:
    """S2.8: neither from the rhythm nor by hand, and nothing counts against the manager."""
    every_tuesday(story)
    assert moved_to(story, "2026-11-19 15:00") == {}
    assert planned(story) == ["19 Nov 15:00", "24 Nov 10:00"]
    story.riya.leaves()
    assert planned(story) == []
    at(story, "2026-11-23 09:00")
    assert not about(story.mona, "1:1 with Riya") and support(story, "2026-11-16") is None


def test_no_more_1_to_1s_takes_away_what_was_planned(story: Story) -> None:
    """S2.8"""
    every_tuesday(story)
    at(story, "2026-11-17 09:00")
    every_tuesday(story, often="No 1:1s for now")
    story.kickstand.tick()
    assert meetings(story) == []
    assert not about(story.riya, "1:1 with Mona today")
    assert support(story, "2026-11-16") is None


def test_one_that_has_begun_stays_whatever_is_changed_while_it_is_on(story: Story) -> None:
    """S2.12"""
    every_tuesday(story)
    at(story, "2026-11-17 09:00")
    at(story, "2026-11-17 10:20")
    every_tuesday(story, often="No 1:1s for now")
    story.riya.types("/kickstand away 2026-11-17")
    at(story, "2026-11-17 11:00")
    story.mona.clicks("Held", on=about(story.mona, "Was your 1:1 with Riya")[0])
    at(story, "2026-11-23 09:00")
    assert support(story, "2026-11-16") == (1, 1)


def test_whose_work_begins_later_gets_the_agenda_the_afternoon_before(story: Story) -> None:
    """S2.9: and at its time at the latest, where it was planned too late for that."""
    at(story, "2026-11-16 16:59")
    story.mona.types("/kickstand 1on1")
    story.mona.clicks("How often")
    story.mona.fills({"With": ["Riya Shah"], "The first one on": "2026-11-17", "At": "08:00"})
    assert story.mona.submits() == {}
    assert not about(story.riya, "1:1 with Mona tomorrow")
    at(story, "2026-11-16 17:00")
    assert about(story.riya, "1:1 with Mona tomorrow at 08:00")
    at(story, "2026-11-16 20:00")
    story.mona.clicks("How often")
    story.mona.fills({"With": ["Omar Aziz"], "The first one on": "2026-11-17", "At": "08:30"})
    assert story.mona.submits() == {}
    at(story, "2026-11-17 08:29")
    assert not about(story.omar, "1:1 with Mona")
    at(story, "2026-11-17 08:30")
    assert about(story.omar, "1:1 with Mona today at 08:30")


def test_a_day_that_was_chosen_by_hand_and_is_one_off_waits_for_a_new_date(story: Story) -> None:
    """S2.8"""
    every_tuesday(story)
    story.riya.types("/kickstand away 2026-11-18")
    assert moved_to(story, "2026-11-19 15:00") == {}
    story.riya.types("/kickstand away 2026-11-19")
    story.waits(minutes=1)
    (told,) = about(story.mona, "on 19 November at 15:00 falls on a day off")
    assert "needs a new date" in about(story.riya, "is now on Thursday at 15:00")[0].plain
    at(story, "2026-11-19 09:00")
    story.mona.opens_home()
    assert "falls on a day off" in story.mona.home and not about(story.riya, "1:1 with Mona today")
    story.mona.clicks("Find a new date", on=told)
    new = datetime(2026, 11, 20, 15, tzinfo=BERLIN)
    story.mona.fills({"The 1:1 with Riya is now": int(new.timestamp())})
    assert story.mona.submits() == {}
    assert planned(story) == ["20 Nov 15:00", "24 Nov 10:00"]


def test_a_point_that_is_too_long_comes_back_whole(story: Story) -> None:
    words = " ".join(f"word{place}" for place in range(90))
    story.riya.types(f"/kickstand 1on1 {words}")
    assert "A point has room for 500 characters" in story.riya.sees and words in story.riya.sees
    story.riya.types(f"/kickstand 1on1 {words[:490]}")
    story.riya.types("/kickstand 1on1")
    assert words[:490].rstrip() in str(story.riya.modal) and words not in str(story.riya.modal)


def test_a_wish_to_get_better_comes_with_the_next_1_to_1(story: Story) -> None:
    """S0.6"""
    every_tuesday(story)
    story.riya.says("I want to get better at demos")
    story.omar.says("I want to get better at pricing")
    assert "Your next 1:1 with Riya is on 17 November at 10:00." in cards(story.mona)[-2].plain
    assert "Your next 1:1" not in cards(story.mona)[-1].plain
    assert moved_to(story, "2026-11-18 15:00") == {}
    story.waits(minutes=1)
    assert "Your next 1:1 with Riya is on 18 November at 15:00." in cards(story.mona)[-2].plain
    story.mona.types("/kickstand away 2026-11-18")
    story.waits(minutes=1)
    assert "Your next 1:1" not in cards(story.mona)[-2].plain  # it waits for a new date


def test_a_1_to_1_is_moved_to_a_day_off_if_that_is_wanted(story: Story) -> None:
    """S2.8"""
    every_tuesday(story)
    story.riya.types("/kickstand away 2026-11-18")
    assert moved_to(story, "2026-11-18 15:00") == {} and planned(story) == ["17 Nov 10:00"]
    story.mona.types("/kickstand 1on1")
    story.mona.clicks("Agenda", value=story.id("riya"))
    story.mona.clicks("Move")
    story.mona.fills({"The 1:1 with Riya is now": int(datetime(2026, 11, 18, 15, tzinfo=BERLIN).timestamp())})
    assert story.mona.submits() == {}
    story.mona.fills({"Riya has a day off then. Hold it anyway?": ["Hold it anyway"]})
    assert story.mona.submits() == {}
    assert planned(story) == ["18 Nov 15:00", "24 Nov 10:00"]
    story.riya.types("/kickstand away 2026-12-18")  # planned anew, and it stays
    at(story, "2026-11-18 09:00")
    assert about(story.mona, "1:1 with Riya today at 15:00.")
    at(story, "2026-11-18 16:00")
    story.mona.clicks("Held", on=about(story.mona, "Was your 1:1 with Riya")[0])
    at(story, "2026-11-23 08:30")
    assert support(story, "2026-11-16") == (1, 1)
    assert not about(story.mona, "falls on a day off")
