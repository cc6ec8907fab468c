"""What a person reads when something about a request cannot be done. Sentences only; decides nothing."""

from bot.slack.errors import Refusal


def no_manager() -> Refusal:
    return Refusal(
        "I don't know your manager yet, so I have nobody to bring this to. "
        "Ask them to add you with `/kickstand team`, then send me your question again."
    )


def nobody_now() -> Refusal:
    return Refusal(
        "I don't know your manager now, so I have nobody to bring this to. It waits here; ask whoever it is to add you "
        "with `/kickstand team`."
    )


def nobody_reads() -> Refusal:
    return Refusal("I don't know your manager now, so I haven't passed this on. Write it here again once I do.")


def gone() -> Refusal:
    return Refusal("I can't find this question any more. It may have been deleted.")


def not_yours() -> Refusal:
    return Refusal("Only the person who asked can do this.")


def not_your_answer(manager: str) -> Refusal:
    return Refusal(f"Only {manager} or the deputy can answer this.")


def answered_by(name: str, ago: str) -> Refusal:
    return Refusal(f"That didn't go through: {name} answered this one {ago} ago.")


def answered_by_you() -> Refusal:
    return Refusal("You've answered this one already.")


def over(what: str) -> Refusal:
    return Refusal(f"That didn't go through: this one {what} already. Nothing was changed.")


def asked_before(when: str) -> Refusal:
    return Refusal(f"You asked this {when} already, and it's on its way. Nothing was added.")


def empty() -> Refusal:
    return Refusal("There was nothing to read in that. Write me your question in a sentence.")


def no_pick(rep: str) -> Refusal:
    return Refusal(f"{rep} hasn't picked an option yet. Ask which one it would be, or make it their call.")


def no_place_to_learn() -> Refusal:
    return Refusal("This one doesn't wait, so it is none to let play out. `Your call` leaves it to them all the same.")


def not_let_play() -> Refusal:
    return Refusal("You didn't let this one play out, so there is nothing to look back at. Nothing was changed.")


def no_deputy(manager: str) -> Refusal:
    return Refusal(f"{manager} hasn't named a deputy. `Send now` still works.")


def too_late_to_brief(manager: str) -> Refusal:
    return Refusal(f"{manager} has answered already, so this stays as it was. Reply in the thread to add to it.")


def not_yours_to_decide() -> Refusal:
    return Refusal("This one isn't yours to decide, as far as I know. `Solved it` is always there.")


def nothing_decided() -> Refusal:
    return Refusal("You didn't decide this one here, so there is nothing to tell.")


def not_about_growth() -> Refusal:
    return Refusal("The topic of this one is among your answers: `Answer 2 questions` is where it can be changed.")


def closed_thread() -> Refusal:
    return Refusal("This one is closed, so I haven't passed your message on. Write me a new message to ask again.")


def strange_thread() -> Refusal:
    return Refusal("I don't know this thread. Write me a new message, outside any thread, to ask something.")


def already_labelled() -> Refusal:
    return Refusal("This one is labelled already. Nothing was changed.")


def already_said_who() -> Refusal:
    return Refusal("You've said who decided this one already. It stays as you said first.")


def no_time_to_note() -> Refusal:
    return Refusal("A time can be noted for a rescue or for coaching. This one is neither, so nothing was changed.")


def closed_unlabelled() -> Refusal:
    return Refusal("This one closed without a label, so it stays as it is.")
