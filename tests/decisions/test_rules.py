"""Whether a question is about an agreed decision. When two readings are possible, it is about none."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.rules import Agreed, Fit, LimitKind, Right, for_one_rep, match, table
from bot.team.rules import Topic

DISCOUNTS = Agreed("d", Topic.PRICING, "Discounts", Right.DECIDE, LimitKind.PERCENT, Decimal(10))
CREDITS = Agreed("c", Topic.PRICING, "Goodwill credits", Right.DECIDE_AND_TELL, LimitKind.AMOUNT, Decimal(500))
PILOTS = Agreed("p", Topic.PRODUCT, "Second pilots", Right.DECIDE)
LIABILITY = Agreed("l", Topic.TERMS, "Liability", Right.MINE)
REBATES = Agreed("r", Topic.PRICING, "Discounts on renewals", Right.DECIDE, LimitKind.PERCENT, Decimal(20))
HOTELS = Agreed("h", Topic.INTERNAL, "Hotels", Right.ASK_FIRST)


def fit(text: str, *agreed: Agreed, named: Topic | None = None) -> Fit | None:
    found = match(agreed or (DISCOUNTS,), text, named, "$")
    return found.fit if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May I give Acme a discount of 8 %?", Fit.YOURS),
        ("Acme wants a 10% discount. Okay?", Fit.YOURS),
        ("Can I give Acme 8 %? They'd sign this week.", Fit.YOURS),
        ("Kann ich Acme 8 % Rabatt geben?", Fit.YOURS),
        ("Can I give Acme 20 %?", Fit.ABOVE),
        ("A discount of 10.01 percent?", Fit.ABOVE),
        ("Can I give Acme a discount?", None),
        ("Can I give Acme 8 to 12 %?", None),
        ("They have 5 % and want 20 % discount", None),
        ("They want another 5 % discount", None),
        ("5 % more discount on top?", None),
        ("Acme has 9 % discount now. May I raise it by 5 %?", None),
        ("May I give Acme two discounts of 8 %?", None),
        ("May I give Acme a discount of 8 % if they sign by Friday?", Fit.YOURS),
        ("A discount of ten %, or 8 %?", None),
        ("A competitor offers an 8 % discount. What do I say?", None),
        ("A discount of 8 % this year and 15 next year?", None),
        ("8 %/15 discount?", None),
        ("A discount of 8 % now. In March 12,5?", None),
        ("A discount of 8 % this year and 9 next year?", Fit.YOURS),
        ("A discount of 20 % this year and 8 next year?", Fit.ABOVE),
        ("A discount of 8 % on 40 seats for 24 months ($50 each), 300 in Q4, by 17:00?", Fit.YOURS),
        ("They churn at 8 %. And what about the discount?", None),
        ("We grew 8 % last year", None),
        ("What do I do next with Acme?", None),
        ("", None),
    ],
)
def test_by_words_and_the_number(text: str, expected: Fit | None) -> None:
    assert fit(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May I give a goodwill credit of 300 $?", Fit.YOURS),
        ("A goodwill credit of $500 for Acme?", Fit.YOURS),
        ("A goodwill credit of 5k for Acme?", Fit.ABOVE),
        ("A goodwill credit of 300 € for Acme?", None),
        ("A goodwill credit of 300 for Acme?", None),
        ("A goodwill credit of 300 $ per month?", None),
        ("A goodwill credit of 300 $ a day for a week?", None),
        ("A goodwill credit of $300-800 for Acme?", None),
        ("A credit of 300 $?", None),
    ],
)
def test_amounts_in_the_team_s_currency(text: str, expected: Fit | None) -> None:
    assert fit(text, CREDITS, DISCOUNTS) == expected


@pytest.mark.parametrize(
    ("text", "named", "expected"),
    [
        ("Is 8 % fine for Acme?", Topic.PRICING, Fit.YOURS),
        ("Is 20 % fine for Acme?", Topic.PRICING, Fit.ABOVE),
        ("What about Acme?", Topic.PRICING, None),
        ("May I give Acme a discount of 8 %?", Topic.TERMS, None),
        ("A competitor offers 8 %. What do I say?", Topic.PRICING, Fit.YOURS),
    ],
)
def test_the_topic_that_the_rep_named_goes_before_the_words(text: str, named: Topic, expected: Fit | None) -> None:
    assert fit(text, named=named) == expected


@pytest.mark.parametrize(
    ("text", "named", "expected"),
    [
        ("May we do a second pilot at Brightside?", None, Fit.YOURS),
        ("May we do a second pilot at Brightside?", Topic.PRODUCT, Fit.YOURS),
        ("May we do a pilot at Brightside?", Topic.PRODUCT, None),
        ("Does the product do that?", None, None),
        ("May I accept more liability?", None, Fit.RESERVED),
        ("Which hotels do we take?", None, None),
    ],
)
def test_without_a_limit_the_title_must_be_there(text: str, named: Topic | None, expected: Fit | None) -> None:
    assert fit(text, PILOTS, LIABILITY, HOTELS, named=named) == expected


@pytest.mark.parametrize("title", ["QA", "割引", "...", "the for and"])
def test_a_title_that_says_nothing_is_found_by_nothing(title: str) -> None:
    assert fit("What do I do with Acme?", replace(PILOTS, title=title), named=Topic.PRODUCT) is None


def test_a_word_of_the_title_raises_no_doubt() -> None:
    assert fit("A price increase of 4 %?", replace(DISCOUNTS, title="Price increases")) == Fit.YOURS


def test_two_that_fit_are_none() -> None:
    assert fit("Can I give Acme 8 %?", DISCOUNTS, replace(DISCOUNTS, id="e", title="Price", limit=Decimal(5))) is None


def test_the_title_decides_between_two() -> None:
    found = match((DISCOUNTS, REBATES), "A discount of 15 % on the renewal?", None, "$")
    assert found is None  # both titles are there
    found = match((DISCOUNTS, REBATES), "A discount of 15 % for Acme?", None, "$")
    assert found and (found.agreed, found.fit) == (DISCOUNTS, Fit.ABOVE)


def test_what_is_agreed_with_a_rep_goes_before_the_team_s() -> None:
    own = replace(DISCOUNTS, id="o", limit=Decimal(25), own=True, title="discounts")
    assert for_one_rep([DISCOUNTS, CREDITS, own]) == [CREDITS, own]
    found = match((DISCOUNTS, own), "Can I give Acme 20 %?", None, "$")
    assert found and (found.agreed, found.fit, found.number) == (own, Fit.YOURS, Decimal(20))


def test_it_says_how_it_was_found() -> None:
    found = match((DISCOUNTS,), "A discount of 5 % or 8 %?", None, "$")
    assert found and (found.word, found.number) == ("discount", Decimal(8))
    named = match((DISCOUNTS,), "Rather 5 % or 8 %?", Topic.PRICING, "$")
    assert named and (named.word, named.number) == ("", Decimal(8))


@given(
    number=st.decimals(min_value=Decimal("0.5"), max_value=100, places=1),
    limit=st.decimals(min_value=1, max_value=100, places=0),
)
def test_yours_is_never_said_above_the_limit(number: Decimal, limit: Decimal) -> None:
    agreed = replace(DISCOUNTS, limit=limit)
    assert fit(f"May I give Acme a discount of {number} %?", agreed) == (Fit.ABOVE if number > limit else Fit.YOURS)


@given(st.text(max_size=300), st.sampled_from([None, *Topic]))
def test_no_text_breaks_it(text: str, named: Topic | None) -> None:
    match((DISCOUNTS, CREDITS, PILOTS, LIABILITY, REBATES, HOTELS), text, named, "$")


def test_every_topic_but_the_rest_has_words_and_no_word_stands_for_two() -> None:
    found = table()
    assert set(found.topics) == set(Topic) - {Topic.OTHER}
    words = [each for topic in found.topics.values() for each in topic.words]
    assert len(words) == len(set(words))
    assert all(phrase and all(part.isalpha() for part in phrase) for phrase in words)
