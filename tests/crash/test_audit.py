"""The audit finds what is wrong: a day without any trouble is doctored by hand, each question in another way."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from slack_sdk import WebClient
from sqlalchemy import Table, delete, update

from bot.app import tables
from bot.clock import system
from bot.sandbox.people import Person
from tests.crash import records
from tests.crash.audit import audit
from tests.crash.cases import Case, cases
from tests.crash.day import Played
from tests.crash.ending import end_all
from tests.crash.findings import Finding, Wrong
from tests.crash.killing import Replica
from tests.crash.people import Actor, Done, Log
from tests.crash.plan import Deed, Step, Story, Way
from tests.crash.processes import nursery
from tests.crash.scene import Asked, Scene, Stage
from tests.crash.witness import watch
from tests.crash.world import World, world

D = Deed
ANSWERED = (D.SEND_NOW, D.YOUR_CALL, D.DECIDE)
TALKED = (D.SEND_NOW, D.WRITE, D.REPLY)
LIVES = {
    "carded twice": ANSWERED,
    "vanished": (D.SOLVE,),
    "never went out": (D.SOLVE,),
    "too soon": ANSWERED,
    "stale": ANSWERED,
    "unseen": (D.PARK,),
    "history cut": ANSWERED,
    "clicked in vain": (D.SOLVE,),
    "relayed twice": TALKED,
    "relayed never": TALKED,
    "posted twice": ANSWERED,
    "shown to another": ANSWERED,
}
"""One question for each way of doctoring, by its name, with what becomes of it first."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """A day on which nothing went wrong."""
    folder = tmp_path_factory.mktemp("quiet")
    place = world(folder, f"sqlite:///{folder / 'kickstand.db'}", hold=30)
    quiet = Played(place, watch(place.sandbox), Log())
    stage = Stage(place.sandbox.workspace, quiet.witness, threading.Event(), patience=10)
    with nursery(place.env) as home:
        program = Replica(place, home, 0)
        program.start()
        scenes = [Scene(stage, _asked(quiet, number)) for number in range(len(LIVES))]
        threads = [threading.Thread(target=each.play) for each in scenes]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        end_all(stage, quiet.asked, limit=20)
        engine = records.reader(place.database_url)
        assert stage.until(lambda: not any(records.still_due(engine, system())), patience=20)
        program.kill()
    yield quiet
    quiet.witness.stop()
    place.sandbox.stop()


def _asked(quiet: Played, number: int) -> Asked:
    deeds = list(LIVES.values())[number]
    story = Story(f"Q{number:02}000", "May we sign", Way.MESSAGE, tuple(Step(each, 0.05) for each in deeds), 0)
    place = quiet.world
    asked = Asked(story, Actor(place.rep(number), quiet.log), Actor(place.manager_of(number), quiet.log))
    quiet.asked.append(asked)
    return asked


def _case(played: Played, name: str) -> Case:
    token = f"Q{list(LIVES).index(name):02}000"
    found = records.read(records.reader(played.world.database_url))
    return next(each for each in cases(played, found) if each.token == token)


def _found(played: Played, case: Case) -> set[tuple[Wrong, str]]:
    """What an audit says of one question: in which way it is wrong, and the beginning of the sentence."""
    mine = {case.token, f"R{case.token[1:]}0", f"R{case.token[1:]}1", *case.ids}
    return {(each.wrong, each.what) for each in audit(played) if each.token in mine or _names(case, each)}


def _names(case: Case, finding: Finding) -> bool:
    return any(each.ts in finding.what for each in case.heads)


def _says(found: set[tuple[Wrong, str]], wrong: Wrong, words: str) -> bool:
    return any(each is wrong and words in what for each, what in found)


def _client(world: World) -> WebClient:
    return WebClient(world.sandbox.bot_token, base_url=world.sandbox.api_url)


def _post(played: Played, to: Person, text: str, **more: object) -> None:
    _client(played.world).chat_postMessage(channel=to.conversation.id, text=text, **more)  # type: ignore[arg-type]


def _change(played: Played, name: str, case: Case, **values: object) -> None:
    """Changes the rows of a table that belong to one question; without values they are deleted."""
    table: Table = tables().tables[name]
    column = table.c.id if name == "request" else table.c.request_id
    change = update(table).values(**values) if values else delete(table)
    with records.reader(played.world.database_url).begin() as connection:
        connection.execute(change.where(column == case.ids[0]))


def test_a_day_without_trouble_has_no_findings(played: Played) -> None:
    untouched = replace(played, troubles=[])
    assert [str(each) for each in audit(untouched)] == []
    assert len(played.accepted()) == len(LIVES)


def test_a_second_card_is_found(played: Played) -> None:
    case = _case(played, "carded twice")
    _post(played, case.asked.manager.person, case.cards[0].first_words)
    assert _says(_found(played, case), Wrong.DOUBLED, "the manager has 2 cards")


def test_a_vanished_request_is_found(played: Played) -> None:
    case = _case(played, "vanished")
    for name in ("history", "said", "request"):
        _change(played, name, case)
    assert _says(_found(played, case), Wrong.LOST, "there is no request")


def test_a_card_of_what_never_went_out_is_found(played: Played) -> None:
    case = _case(played, "never went out")
    _post(played, case.asked.manager.person, f"A question: {case.token}")
    assert _says(_found(played, case), Wrong.EARLY, "never went out")


def test_a_card_before_its_time_is_found(played: Played) -> None:
    case = _case(played, "too soon")
    _change(played, "history", case, at=system() + timedelta(hours=1))
    assert _says(_found(played, case), Wrong.EARLY, "before it went out")


def test_a_hold_cut_short_is_found(played: Played) -> None:
    case = _case(played, "posted twice")
    _change(played, "request", case, bypass=None)
    longer = replace(played, world=replace(played.world, hold=3600))
    assert _says(_found(longer, case), Wrong.EARLY, "it was held for")


def test_a_stale_card_is_found(played: Played) -> None:
    case = _case(played, "stale")
    card = case.cards[0]
    _client(played.world).chat_update(channel=card.channel, ts=card.ts, text=card.first_words)
    found = _found(played, case)
    assert _says(found, Wrong.LOST, "the manager does not read how it ended")
    assert _says(found, Wrong.LOST, "the manager still has buttons")


def test_a_message_taken_from_the_rep_is_found(played: Played) -> None:
    case = _case(played, "unseen")
    _client(played.world).chat_delete(channel=case.rep_heads[0].channel, ts=case.rep_heads[0].ts)
    assert _says(_found(played, case), Wrong.LOST, "the rep has no message")


def test_a_history_without_its_moves_is_found(played: Played) -> None:
    case = _case(played, "history cut")
    _change(played, "history", case)
    found = _found(played, case)
    assert _says(found, Wrong.LOST, "it never ended")
    assert _says(found, Wrong.LOST, "its history ends held, the request is closed")


def test_a_click_without_effect_is_found(played: Played) -> None:
    case = _case(played, "clicked in vain")
    before = min(row.at for row in case.history) - timedelta(milliseconds=1)
    played.log.done.append(Done(case.token, case.asked.rep.id, "Park for 1:1", before, before, True))
    assert _says(_found(played, case), Wrong.LOST, "nothing came")


def test_a_reply_that_was_brought_twice_is_found(played: Played) -> None:
    case = _case(played, "relayed twice")
    [reply] = [each for each in case.asked.replies if each.by == case.asked.rep.id]
    words = f"{case.asked.rep.person.account.real_name}, via Kickstand: {reply.words}"
    _post(played, case.asked.manager.person, words, thread_ts=case.cards[0].ts)
    assert _says(_found(played, case), Wrong.DOUBLED, "a reply was brought 2 times")


def test_a_reply_that_reached_nobody_is_found(played: Played) -> None:
    case = _case(played, "relayed never")
    said = case.records.said[case.ids[0]]
    reply = case.asked.replies[-1]
    assert reply.message.ts in {row.ts for row in said}
    token = f"R{case.token[1:]}9"
    case.asked.replies.append(replace(reply, token=token, message=replace(reply.message, ts="1.000001")))
    assert any(each.token == token and "reached nobody" in each.what for each in audit(played))


def test_a_kept_message_that_stands_twice_is_found(played: Played) -> None:
    case = _case(played, "posted twice")
    [note] = [each.message for each in played.witness.of(case.token, case.asked.rep.channel) if each.message.is_reply]
    _post(played, case.asked.rep.person, note.text, metadata=note.metadata, thread_ts=note.thread_ts)
    assert any("one kept message was posted 2 times" in each.what and note.ts in each.what for each in audit(played))


def test_a_question_shown_to_somebody_else_is_found(played: Played) -> None:
    case = _case(played, "shown to another")
    _post(played, played.world.rep(39), case.cards[0].first_words)
    assert _says(_found(played, case), Wrong.LOST, "somebody else saw it")


def test_a_process_that_died_by_itself_is_found(played: Played) -> None:
    died = replace(played, troubles=["replica 0 ended by itself with code 1"])
    assert any("ended by itself" in each.what for each in audit(died))
