"""What is said in passing to whoever clicked. Words only."""

DECLINED = (
    "Done: I don't read your messages any more, and I've let go of what I held from there. "
    "App Home has the button if you change your mind."
)
PERSONAL = "Gone: nothing of it is kept, counted or passed on by me. Your own message is where you wrote it."


def not_a_request(until: str) -> str:
    """`until`: "at 13:40"."""
    return f"Thanks, that's forgotten. I take nothing there for a request until {until.removeprefix('at ')}."
