"""Reading `team.csv`: every spelling that is fine, and every mistake with its line and a sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.team.roster import LineError, RosterErrors, RosterLine, parse_roster, roster_from_bytes

HEAD = "rep,manager,lead,started_on\n"


def mistakes(text: str) -> list[tuple[int, str]]:
    with pytest.raises(RosterErrors) as caught:
        parse_roster(text)
    return [(error.number, error.sentence) for error in caught.value.errors]


def test_a_file_is_read_line_by_line() -> None:
    text = HEAD + "U0RIYA,U0MONA,U0LEE,2025-01-07\nomar@acme.example,U0MONA,,\n"
    assert parse_roster(text).lines == [
        RosterLine(2, "U0RIYA", "U0MONA", "U0LEE", date(2025, 1, 7)),
        RosterLine(3, "omar@acme.example", "U0MONA"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "rep,manager,lead,started_on\nU0RIYA,U0MONA,U0LEE,2025-01-07",
        "\ufeffrep,manager,lead,started_on\r\nU0RIYA,U0MONA,U0LEE,2025-01-07\r\n",
        "rep;manager;lead;started_on\nU0RIYA;U0MONA;U0LEE;2025-01-07\n",
        " Rep , MANAGER,Lead ,Started_On\n u0riya ,\tU0MONA , U0LEE,2025-01-07 \n",
        "manager,rep,started_on,lead\nU0MONA,U0RIYA,2025-01-07,U0LEE\n",
        '"rep","manager","lead","started_on"\n"U0RIYA","U0MONA","U0LEE","2025-01-07"\n',
        "\n\nrep,manager,lead,started_on\n\n,,,\nU0RIYA,U0MONA,U0LEE,2025-01-07\n\n",
        "rep,manager,lead,started_on,,\nU0RIYA,U0MONA,U0LEE,2025-01-07,,\n",
        "rep,manager,lead,started_on\rU0RIYA,U0MONA,U0LEE,2025-01-07\r",
    ],
)
def test_spreadsheets_save_the_same_table_in_many_ways(text: str) -> None:
    (line,) = parse_roster(text).lines
    assert (line.rep, line.manager, line.lead, line.started_on) == ("U0RIYA", "U0MONA", "U0LEE", date(2025, 1, 7))


def test_lead_and_first_day_may_be_left_out() -> None:
    assert parse_roster("rep,manager\nU0RIYA,U0MONA\n").lines == [RosterLine(2, "U0RIYA", "U0MONA")]


def test_an_email_address_is_the_same_in_any_case() -> None:
    (line,) = parse_roster(HEAD + "Riya@Acme.Example,U0MONA,,\n").lines
    assert line.rep == "riya@acme.example"


def test_a_manager_may_report_to_a_manager() -> None:
    assert len(parse_roster(HEAD + "U0RIYA,U0MONA,U0LEE,\nU0MONA,U0LEE,,\n").lines) == 2


@pytest.mark.parametrize(
    ("body", "number", "part"),
    [
        (",U0MONA,,", 2, "The rep is missing."),
        ("U0RIYA,,,", 2, "The manager is missing."),
        ("U0RIYA,U0RIYA,,", 2, "same person"),
        ("riya@a.example,RIYA@a.example,,", 2, "same person"),
        ("U0RIYA,U0MONA,U0MONA,", 2, "Manager and lead are the same"),
        ("U0RIYA,U0MONA,,\nU0OMAR,U0MONA,,\nU0RIYA,U0LEE,,", 4, "already listed as a rep on line 2"),
        ("U0RIYA,U0MONA,U0LEE,\nU0OMAR,U0MONA,U0ADA,", 3, "already has the lead U0LEE on line 2"),
        ("U0RIYA,U0MONA,,07/01/2025", 2, "“07/01/2025” is not a day"),
        ("U0RIYA,U0MONA,,2025-02-30", 2, "“2025-02-30” is not a day"),
        ("U0RIYA,U0MONA,,20250107", 2, "is not a day"),
        ("U0RIYA,U0MONA,,2025-W02-1", 2, "is not a day"),
        ("U0RIYA,U0MONA", 2, "4 columns here, I see 2"),
        ("U0RIYA,U0MONA,,,extra", 2, "4 columns here, I see 5"),
        ("riya,U0MONA,,", 2, "“riya” is neither"),
        ("U0RIYA,Mona Lisa,,", 2, "“Mona Lisa” is neither"),
        ("U0RIYA,U0MONA,<@U0LEE>,", 2, "is neither"),
        ('"U0RIYA,U0MONA,,\n', 2, "columns here"),
    ],
)
def test_a_mistake_is_named_with_its_line(body: str, number: int, part: str) -> None:
    ((line, sentence),) = mistakes(HEAD + body)
    assert line == number
    assert part in sentence
    assert sentence.endswith(".")


def test_all_mistakes_are_listed_in_one_go_in_the_order_of_the_lines() -> None:
    body = "U0RIYA,U0MONA,U0LEE,soon\n,U0MONA,,\nU0OMAR,U0MONA,U0LEE,\nU0ADA,U0MONA,U0OTTO,\nU0OMAR,U0LEE,,\n"
    assert [number for number, _ in mistakes(HEAD + body)] == [2, 3, 5, 6]


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("U0RIYA,U0MONA,,\nU0MONA,U0RIYA,,", [2, 3]),
        ("U0RIYA,U0MONA,U0RIYA,", [2]),
        ("U0RIYA,U0MONA,,\nU0MONA,U0LEE,,\nU0LEE,U0RIYA,,\nU0OTTO,U0MONA,,", [2, 3, 4]),
        ("U0RIYA,U0MONA,U0LEE,\nU0LEE,U0RIYA,,", [2, 3]),
        ("U0A1,U0A2,,\nU0A2,U0A1,,\nU0B1,U0B2,,\nU0B2,U0B1,,\nU0A3,U0B1,,", [2, 3, 4, 5]),
    ],
)
def test_nobody_stands_above_and_below_another(body: str, numbers: list[int]) -> None:
    found = mistakes(HEAD + body)
    assert [number for number, _ in found] == numbers
    assert all("circle" in sentence for _, sentence in found)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "The file is empty"),
        ("\n \n,,\n", "The file is empty"),
        (HEAD, "nobody below the header"),
        ("U0RIYA,U0MONA,,\n", "I don't know the column “u0riya”"),
        ("rep,boss,lead,started_on\n", "I don't know the column “boss”. The column “manager” is missing."),
        ("rep,manager,rep\n", "“rep” is there twice"),
        ("rep|manager\n", "I don't know the column"),
    ],
)
def test_a_file_without_people_or_header_is_explained(text: str, part: str) -> None:
    ((number, sentence),) = mistakes(text)
    assert number == 1
    assert part in sentence


def test_the_error_reads_as_text_too() -> None:
    with pytest.raises(RosterErrors, match=r"Line 2: The rep is missing\."):
        parse_roster(HEAD + ",U0MONA,,\n")


def test_bytes_are_read_as_utf8_with_or_without_mark() -> None:
    text = HEAD + "jörg@acme.example,U0MONA,,\n"
    for encoding in ("utf-8", "utf-8-sig"):
        assert roster_from_bytes(text.encode(encoding)).lines[0].rep == "jörg@acme.example"


@pytest.mark.parametrize(("encoding", "line"), [("latin-1", 2), ("utf-16", 1)])
def test_other_encodings_are_explained(encoding: str, line: int) -> None:
    with pytest.raises(RosterErrors) as caught:
        roster_from_bytes((HEAD + "jörg@acme.example,U0MONA,,\n").encode(encoding))
    (error,) = caught.value.errors
    assert error.number == line
    assert "CSV UTF-8" in error.sentence


def test_a_cell_too_large_to_read_is_a_mistake_not_a_crash() -> None:
    assert mistakes(HEAD + "x" * 200_000) == [(2, "I can't read this line. Check its quotes.")]


@given(st.text(max_size=300))
def test_no_text_can_break_it(text: str) -> None:
    try:
        assert parse_roster(HEAD + text).lines
    except RosterErrors as errors:
        assert errors.errors
        assert all(isinstance(error, LineError) and error.number >= 1 for error in errors.errors)


@given(st.binary(max_size=200))
def test_no_bytes_can_break_it(data: bytes) -> None:
    try:
        assert roster_from_bytes(data).lines
    except RosterErrors as errors:
        assert errors.errors


people = st.integers(0, 400).map(lambda number: f"U{number:04}")


@given(
    st.dictionaries(people, st.tuples(st.integers(500, 520), st.none() | st.dates(date(1990, 1, 1)))),
    st.sampled_from(",;"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_read(reps: dict[str, tuple[int, date | None]], comma: str, end: str) -> None:
    rows = [["rep", "manager", "lead", "started_on"]]
    for rep, (boss, day) in reps.items():
        rows.append([rep, f"U{boss:04}", "U9999" if boss % 2 else "", day.isoformat() if day else ""])
    text = end.join(comma.join(row) for row in rows)
    if not reps:
        assert "nobody" in mistakes(text)[0][1]
        return
    assert [(line.number, line.rep, line.manager, line.started_on) for line in parse_roster(text).lines] == [
        (number, rep, f"U{boss:04}", day) for number, (rep, (boss, day)) in enumerate(reps.items(), 2)
    ]
