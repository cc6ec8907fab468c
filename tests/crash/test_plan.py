"""The plan of a crash test follows from its seed."""

from itertools import islice

from tests.crash.plan import FAULTS, GROWTH, LATE, LIVES, NEEDS_MESSAGE, Deed, Plan, Way


def test_the_same_seed_gives_the_same_day() -> None:
    one, other = Plan(7, 40, 2), Plan(7, 40, 2)
    for rep in range(3):
        assert list(islice(one.stories(rep), 50)) == list(islice(other.stories(rep), 50))
        assert one.first_pause(rep) == other.first_pause(rep)
    assert [list(one.ends(each)) for each in range(2)] == [list(other.ends(each)) for each in range(2)]
    kinds = [[(each.kind, each.pause, each.dice.random()) for each in islice(day.faults(), 99)] for day in (one, other)]
    assert kinds[0] == kinds[1]


def test_another_seed_gives_another_day() -> None:
    assert list(islice(Plan(7, 40).stories(0), 9)) != list(islice(Plan(8, 40).stories(0), 9))


def test_replicas_share_the_kills() -> None:
    plan = Plan(1, 301, 2)
    assert [len(list(plan.ends(replica))) for replica in range(2)] == [151, 150]


def test_every_deed_and_every_fault_comes_up_in_a_long_day() -> None:
    plan = Plan(1, 300)
    deeds = {step.deed for rep in range(40) for story in islice(plan.stories(rep), 20) for step in story.steps}
    assert deeds == set(Deed) == {each for _, life in LIVES for each in life} | set(GROWTH)
    assert {each.kind for each in islice(plan.faults(), 500)} == {*FAULTS, LATE}


def test_only_a_message_is_edited_or_deleted() -> None:
    stories = [story for rep in range(40) for story in islice(Plan(1, 300).stories(rep), 20)]
    others = [story for story in stories if story.way != Way.MESSAGE]
    assert others
    assert not any(step.deed in NEEDS_MESSAGE for story in others for step in story.steps)


def test_no_two_questions_have_the_same_token() -> None:
    tokens = [story.token for rep in range(40) for story in islice(Plan(1, 300).stories(rep), 100)]
    assert len(tokens) == len(set(tokens))
