"""The second half of the demo's week: Thursday and Friday. A script only, as `week` is."""

from bot.sandbox.transcript import Transcript


def thursday(week: Transcript) -> None:
    """A new date, a promise, a plan, a quiet note; something personal; a question that waits until the morning."""
    week.at("Thursday", "09:15")
    _a_new_date(week)
    week.clicks("mona", "Done")
    week.at("Thursday", "10:00")
    _a_plan(week)
    week.at("Thursday", "11:00")
    _a_quiet_note(week)
    week.at("Thursday", "14:00")
    _the_largest(week)
    week.at("Thursday", "15:00")
    week.says("riya", "My doctor says I need surgery next month and I don't know how to tell the team.")
    week.clicks("riya", "Delete")
    week.at("Thursday", "17:30")
    week.says("omar", "Can I offer Brightside a second pilot?")
    week.clicks("omar", "Answer 2 questions")
    week.fills(
        "omar",
        {
            "What have you tried?": "Asked what the first one left open",
            "What else are you considering?": "two weeks, one team",
            "Another way": "no pilot, a reference call",
            "Which would you pick?": "The first",
        },
    )


def _a_new_date(week: Transcript) -> None:
    week.clicks("mona", "Find a new date")
    week.fills("mona", {"The 1:1 with Omar is now": week.moment("Friday", "15:00")})


def _a_plan(week: Transcript) -> None:
    """The six questions; each writes, and both agree."""
    week.types("mona", "/kickstand plan")
    week.reads("mona", "in this order", "no plan yet", "easily overlooked")
    week.types("omar", "/kickstand plan")
    week.clicks("omar", "Write my part")
    week.fills(
        "omar",
        {
            "Where can I go ahead without you?": "Discounts up to 5 %, and pilots of two weeks",
            "What do you want to hear from me regularly?": "Deals that move by a month",
            "What could I get better at, and how?": "Saying no early. Listen in on one of my calls?",
            "What will you do to help me?": "Bring me along to the Globex call",
            "What does a good career here take?": "Three steady quarters",
            "How do people above us get to see my work?": "I'd like to show the Brightside pilot to Lee",
        },
    )
    week.types("mona", "/kickstand plan @omar")
    week.clicks("mona", "Write my part")
    week.fills("mona", {"Where can I go ahead without you?": "Yes to both", "What will you do to help me?": "I will"})
    week.clicks("mona", "Agree")
    week.types("omar", "/kickstand plan")
    week.clicks("omar", "Agree")
    week.reads("omar", "agreed")


def _a_quiet_note(week: Transcript) -> None:
    week.types("mona", "/kickstand observe @omar Offers the discount before they have asked for one.")
    week.fills("mona", {"About what": "Price and discount"})
    week.types("omar", "/kickstand notes")
    week.reads("omar", "Price and discount", "Ask for this note")


def _the_largest(week: Transcript) -> None:
    week.says("omar", "Corvus want unlimited liability in the contract. Can I agree?")
    week.clicks("omar", "Answer 2 questions")
    week.fills("omar", {"Deal amount": "90,000", "Topic": "Contract terms"})
    week.at("Thursday", "14:10")
    week.clicks("mona", "I'll handle it")
    week.clicks("mona", "Only I could: approval, access, authority")
    week.clicks("omar", "Mona")


def friday(week: Transcript) -> None:
    """News, his way and not hers, a wish to get better, what a no taught, a win."""
    week.at("Friday", "09:05")
    week.clicks("riya", "Write it")
    week.fills("riya", {"What moved in the pipeline": "Acme signed for two years; Northwind is in."})
    week.at("Friday", "10:00")
    week.clicks("mona", "Your call")
    week.clicks("omar", "Me")
    week.clicks("mona", "Omar did it differently, and it was fine")
    week.at("Friday", "11:00")
    _coached(week)
    week.at("Friday", "14:00")
    _wants_to_get_better(week)
    week.at("Friday", "15:30")
    _what_a_no_taught(week)
    week.at("Friday", "16:05")
    week.clicks("mona", "Held")
    _a_win(week)


def _coached(week: Transcript) -> None:
    week.says("riya", "What can I say when they bring up the cheaper competitor?")
    week.replies("riya", "Sent our comparison sheet; they said it's marketing.")
    week.at("Friday", "12:10")
    week.clicks("mona", "Ask a question")
    week.fills("mona", {"Or in your own words": "What does the cheaper one cost them in the second year?"})
    week.clicks("riya", "Together")


def _wants_to_get_better(week: Transcript) -> None:
    week.says("omar", "I want to get better at saying no to discounts early.")
    week.clicks("omar", "Price and discount")
    week.clicks("mona", "Ask a question")
    week.fills("mona", {"Or in your own words": "When did you last feel you gave in too soon?"})


def _what_a_no_taught(week: Transcript) -> None:
    week.types("omar", "/kickstand debrief")
    week.fills(
        "omar",
        {
            "Which deal?": "Lindqvist",
            "What happened?": "They took our 60 days and signed with somebody else",
            "What would you do again?": "Ask early who signs",
            "What would you change?": "Not let Mona argue it for me",
            "What do you need?": "A rehearsal of the money talk",
            "Who may read it?": "Mona and I",
        },
    )
    week.clicks("mona", "Add a note")
    week.fills("mona", {"What would you add for Omar?": "I took that one from you on Tuesday. Next time I ask first."})


def _a_win(week: Transcript) -> None:
    week.types("riya", "/kickstand me")
    week.reads("riya", "Only you see this page", "This week", "independent since")
    week.clicks("riya", "Share this win")
    week.fills("riya", {"What happened, in your own words": "Found the hospital case study with Omar, in ten minutes"})
