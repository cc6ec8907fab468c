"""What a message to the bot is by its exact words: a wish to get better, a greeting, a call for help. No guess."""

GROWTH_OPENINGS = (
    "i want to get better at",
    "i'd like to get better at",
    "i would like to get better at",
    "help me get better at",
    "i want to improve at",
)
_GREETINGS = "hi,hello,hey,moin,hallo,good morning,good evening,bye,test,ping"
_THANKS = "thanks,thx,thank you,many thanks,thanks a lot,danke,merci,gracias,ok,okay,cool,great,got it,will do,👍,🙏"
SMALL_TALK = frozenset(f"{_GREETINGS},{_THANKS}".split(","))


def is_growth(text: str) -> bool:
    """Whether a rep opens with "I want to get better at ..." (S0.6): an exact opening, nothing is guessed."""
    return text.strip().replace("’", "'").casefold().startswith(GROWTH_OPENINGS)


def is_small_talk(text: str) -> bool:
    """Whether a message is only a greeting or thanks, or has no words at all: an exact list."""
    said = text.casefold().replace(",", " ").split()
    bare = [word.strip(".!?…") for word in said]
    return " ".join(bare).strip() in SMALL_TALK or (bool(said) and all(word in SMALL_TALK or not word for word in bare))


def is_help(text: str) -> bool:
    """Whether somebody asks what this is."""
    return text.strip().strip(".!?/").casefold() in {
        "help",
        "hilfe",
        "aide",
        "ayuda",
        "what can you do",
        "how does this work",
    }
