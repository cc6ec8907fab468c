"""What people read when a colleague offers help, or is offered. Values in, Block Kit out."""

from collections.abc import Collection, Sequence

from bot.slack.kit import Block, button, context, escape, field, modal, option, people_menu, section
from bot.team.blocks.topics import TOPICS, within
from bot.team.rules import Topic

OPEN, FORM, ABOUT = "peers.open", "peers.offer", "topics"
ASK, WHO, HELPED, HELPER = "peers.ask", "peers.who", "peers.helped", "helped_by"
NOBODY_COUNTS = "Nobody counts who helps how often, and nobody is ranked by it."


def form(offered: Collection[Topic]) -> Block:
    """What colleagues may ask somebody about."""
    options = [option(name, topic.value) for topic, name in TOPICS.items()]
    chosen = [each for each in options if each["value"] in set(offered)]
    boxes: Block = {"type": "checkboxes", "options": options} | ({"initial_options": chosen} if chosen else {})
    hint = "While you're away nobody is sent to you. Take all ticks out to end it."
    blocks = [
        section("A colleague on your team who asks about one of these may be offered to ask you first."),
        field("Colleagues may ask me about", ABOUT, boxes, hint=hint),
        context(NOBODY_COUNTS),
    ]
    return modal("Helping colleagues", FORM, blocks, submit="Save")


def home(offered: Sequence[Topic]) -> list[Block]:
    """For App Home: what one offers, or that one could."""
    if not offered:
        words = "*Colleagues*  Good at something? Offer it, and colleagues may ask you before your manager."
        return [section(words, button("Offer help", OPEN, "open"))]
    words = f"*Colleagues*  They may ask you about {_list([within(topic) for topic in offered])}."
    return [section(escape(words), button("Change", OPEN, "open"))]


def _list(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else "".join(words)


def offered(peer: str, topic: Topic) -> str:
    """In the rep's message: somebody could be asked first."""
    return f"{peer} offered to help with {within(topic)}. Ask {peer} first? Your question stays with me meanwhile."


def ask_button(peer: str, request_id: str, peer_id: str) -> Block:
    """Opens where to write to them."""
    return button(f"Ask {peer}", ASK, f"{request_id}:{peer_id}")


def who_button(request_id: str) -> Block:
    """Says who helped."""
    return button("Somebody helped", WHO, request_id)


def where(peer: str, peer_id: str, workspace_id: str, goes: str) -> Block:
    """Where to write to them. Both ways lead to the conversation of the two, which I never read.

    The address is Slack's own for a conversation with a person: https://docs.slack.dev/interactivity/deep-linking
    """
    link = f"<slack://user?team={workspace_id}&id={peer_id}|Open your conversation>"
    stays = f"Your question stays with me until it goes out {goes}." if goes else "Your question stays with me."
    return modal(
        f"Ask {peer}",
        "peers.where",
        [
            section(f"Write to <@{peer_id}> directly. {link}"),
            section(f"{escape(stays)} If the two of you crack it, press `Solved it`."),
        ],
    )


def helped(request_id: str, helpers: Collection[str]) -> Block:
    """Who helped to solve it; `helpers`: who had offered, the menu begins with them when there is one."""
    menu = people_menu(helpers if len(helpers) == 1 else []) | {"max_selected_items": 1}
    hint = "Your own list of what you solved remembers it. " + NOBODY_COUNTS
    return modal("Who helped?", HELPED, [field("Who helped?", HELPER, menu, hint=hint)], submit="Save", data=request_id)
