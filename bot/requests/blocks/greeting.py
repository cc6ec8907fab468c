"""Short answers to somebody who says hello, asks for help, or has nobody to ask. Words only."""

LOOK = "Got it. I've written to you in our conversation."
FOR_MANAGERS = (
    "I bring you your reps' questions after a while, with what they have tried. "
    "Answer with a button, or in the card's thread. "
    "`/kickstand team` says who is on your team, `/kickstand settings` how long I wait."
)
FOR_STRANGERS = (
    "Hello. I bring questions to managers, and give people time to crack them first. I don't know your manager yet: "
    "ask them to add you with `/kickstand team`. If you lead a team yourself, that command is for you."
)


def for_rep(manager: str) -> str:
    return (
        f"Hello. Write me what you'd ask {manager}, or use `/ask`. I'll hold it for a while, ask what you've tried, "
        "and bring it over unless you crack it first. `Send now` and `Urgent` are always there."
    )
