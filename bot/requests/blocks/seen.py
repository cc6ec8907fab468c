"""What is said otherwise when the rep wrote to a person, and Kickstand read it. Values in, words out.

The manager has a direct message already, and may have seen a post: nothing here pretends anything else.
"""

from collections.abc import Mapping
from typing import Any

from bot.requests.blocks.view import RequestView
from bot.slack.kit import Block, context, escape, field, modal, option, people_menu
from bot.slack.times import bare

NOT_A_REQUEST, NOT_FOR_ME, PERSONAL = "not_a_request", "not_for_me", "personal"
MENU, SOLVED, HELPED, WHO = "request.seen", "request.solved_with", "request.helped", "helped_by"


def held(view: RequestView) -> str:
    """The first line while it waits."""
    if view.is_in_channel:
        return f"I'll tell {view.manager} about your post {view.goes}, unless you or a colleague crack it first."
    until = bare(view.goes)
    return f"{view.manager} has your message. I've said it can wait until {until}, unless you crack it first."


def yours(view: RequestView, topic: str) -> str:
    """The first line while it waits, on a topic where the decision is the rep's."""
    if view.is_in_channel:
        return f"This one is yours: {topic}. Decide it, or I'll tell {view.manager} about your post {view.goes}."
    until = f"{view.manager} has your message, and I've said it can wait until {bare(view.goes)}."
    return f"This one is yours: {topic}. Decide it if you like. {until}"


def urgent(view: RequestView) -> str:
    """The first line when it went on at once because it sounded as if it could not wait."""
    return f"That sounded urgent, so I've told {view.manager} at once."


def solved(view: RequestView) -> str:
    """The first line when it was solved."""
    helped = f" with {view.helper}" if view.helper else ""
    return (
        f"Solved{helped}. I've told {view.manager}." if not view.is_in_channel or view.reached else f"Solved{helped}."
    )


def let_go(view: RequestView) -> str:
    """The first line when Kickstand has nothing to do with it any more."""
    still = "Your post is still there" if view.is_in_channel else f"{view.manager} still has your message"
    return f"I've let go of this one. {still}."


def where(view: RequestView) -> str:
    """Where it was asked, as said to either side."""
    return "in the channel" if view.is_in_channel else "in your direct messages"


def choices(view: RequestView) -> list[Block]:
    """What the rep can say about it, beside the buttons."""
    return [
        option("This is personal", f"{PERSONAL}:{view.id}"),
        option("Not a request", f"{NOT_A_REQUEST}:{view.id}"),
        option("Not for me: don't read along", f"{NOT_FOR_ME}:{view.id}"),
    ]


def why(view: RequestView) -> str:
    """Why it was taken for a request, and how to say that it was none. Markup: it may hold a link."""
    signs = f": it {escape(view.signs)}" if view.signs else ""
    message = f"<{view.link}|Your message>" if view.link else "Your message"
    return f"{message} {where(view)} read like a request{signs}. If it wasn't one, say so under ⋯."


def origin(view: RequestView) -> list[Block]:
    """For the card: where the rep asked."""
    if not view.is_seen:
        return []
    message = f"<{view.link}|{escape(view.rep)}'s message>" if view.link else f"{escape(view.rep)}'s message"
    return [context(f"{message} {where(view)}.")]


def helped(request_id: str) -> Block:
    """Who helped to solve it: a colleague, or nobody."""
    menu = people_menu([]) | {"max_selected_items": 1}
    hint = "They stay out of every count; your own list of what you solved remembers it."
    return modal(
        "Solved it", HELPED, [field("Did somebody help?", WHO, menu, hint=hint)], submit="Save", data=request_id
    )


def helper_of(view: Mapping[str, Any]) -> str | None:
    """Who was picked in that form."""
    picked = view["state"]["values"].get(WHO, {}).get(WHO, {}).get("selected_users") or []
    return str(picked[0]) if picked else None
