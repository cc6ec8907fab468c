"""What the topics are called. Values in, words out; which topics there are, the rules say."""

from bot.team.rules import Topic

TOPICS = {
    Topic.PRICING: "Price and discount",
    Topic.TERMS: "Contract terms",
    Topic.PRODUCT: "Product",
    Topic.COMPETITOR: "A competitor",
    Topic.NEXT_STEP: "What to do next",
    Topic.CUSTOMER: "The customer",
    Topic.INTERNAL: "Something in-house",
    Topic.OTHER: "Something else",
}


def within(topic: Topic) -> str:
    """A topic as it stands inside a sentence: `price and discount`."""
    return TOPICS[topic][0].lower() + TOPICS[topic][1:]
