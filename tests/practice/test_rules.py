"""Practice ground by name: whole words, any way of writing them, and lists that make sense."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice import blocks
from bot.practice.rules import LONGEST, MOST, first_named, names, read, wait
from tests.blockkit import read_block, read_modal

NASTY = "<!channel> *bold* & <@U0MONA000> "


@pytest.mark.parametrize(
    ("name", "text", "yes"),
    [
        ("Acme", "Can I give ACME 20 %?", True),
        ("Acme", "Acme's lawyer called", True),
        ("Acme", "(acme)", True),
        ("Acme", "_Acme_ wants a call", True),
        ("Acme", "acme-north asks", True),
        ("Acme", "https://acme.com asks", True),
        ("Acme", "Acmeline asks", False),
        ("Acme", "the pacmen ask", False),
        ("Acme", "Acme2 asks", False),
        ("Acme North", "what does acme   north\nneed?", True),
        ("Acme North", "Acme asks, North waits", False),
        ("C++ GmbH", "can c++ gmbh pay later?", True),
        ("C++", "is C++ in?", True),
        ("C++", "is C in?", False),
        ("A&B", "what of a&b?", True),
        ("3M", "a call with 3M.", True),
        ("3M", "13M or 3Ms?", False),
        (".NET shop", "the .net shop said no", True),
        (".NET", "asp.net asks", False),
        ("Müller (Nord)", "MÜLLER (NORD)?", True),
        ("Mu\u0308ller", "M\u00fcller asks", True),
        ("Straße AG", "STRASSE AG asks", True),
        ("Ａｃｍｅ", "acme asks", True),
        ("北京银行", "给北京银行打电话", False),
        ("北京银行", "给 北京银行 打电话", True),
        ("a.c*e[", "what of a.c*e[ then?", True),
        ("a.c*e[", "what of abcce[ then?", False),
        ("a|b", "only a", False),
        ("\\d+", "call 12", False),
        ("", "anything", False),
        ("   ", "any thing", False),
    ],
)
def test_a_name_is_found_as_a_whole_word_however_it_is_written(name: str, text: str, yes: bool) -> None:
    """S1.8"""
    assert names(name, text) == yes


@given(name=st.text(max_size=80), before=st.text(max_size=40), after=st.text(max_size=40))
def test_any_name_can_be_looked_for_and_is_found_where_it_stands_alone(name: str, before: str, after: str) -> None:
    found = names(name, f"{before} \n{name} {after}")
    assert found or not name.split()


@given(st.text(max_size=60), st.text(max_size=200))
def test_how_it_is_typed_makes_no_difference(name: str, text: str) -> None:
    assert names(name, text) == names(f"  {name.swapcase().swapcase()} ", f"\n{text}\t")


def test_the_longest_name_is_meant() -> None:
    assert first_named(["Acme", "Acme North", "North"], "Is Acme North ours?") == "Acme North"
    assert first_named(["Acme", "North"], "Is it ours?") is None
    assert first_named([], "Acme") is None


@pytest.mark.parametrize(
    ("usual", "longest", "short", "waits"),
    [(60, 120, False, 120), (60, 120, True, 60), (15, 120, True, 15), (240, 120, False, 240), (0, 120, False, 0)],
)
def test_it_waits_as_long_as_the_team_allows_and_never_less_than_usual(
    usual: int, longest: int, short: bool, waits: int
) -> None:
    """S1.8: not in ramp, and not where nothing is held."""
    minutes = [timedelta(minutes=each) for each in (usual, longest, waits)]
    assert wait(minutes[0], minutes[1], short) == minutes[2]


@pytest.mark.parametrize(
    ("typed", "found", "wrong"),
    [
        ("", [], ""),
        (" Acme \n\n  North  wind \nACME", ["Acme", "North wind"], ""),
        ("Acme\n!", ["Acme", "!"], "“!” would be found everywhere, or nowhere."),
        ("A", ["A"], "two letters or digits"),
        ("3M", ["3M"], ""),
        ("x" * (LONGEST + 1), ["x" * (LONGEST + 1)], "is too long"),
        ("\n".join(f"Deal {number}" for number in range(MOST + 1)), None, f"{MOST} names at most"),
    ],
)
def test_a_list_is_read_line_by_line_and_what_is_wrong_is_a_sentence(
    typed: str, found: list[str] | None, wrong: str
) -> None:
    got, said = read(typed)
    assert found is None or got == found
    assert (wrong in said) if wrong else not said


@pytest.mark.parametrize("listed", [[], ["Acme"], [(NASTY * 2)[:LONGEST] for _ in range(MOST)]])
def test_the_list_fits_and_lets_nobodys_markup_fire(listed: list[str]) -> None:
    for block in blocks.home(listed):
        read_block(block)
        assert "<!channel>" not in block["text"]["text"]
    read_modal(blocks.form(listed, "home"))
