"""A playbook as Markdown: what is written is read back to the same, and what is wrong is told by its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbook.markdown import MarkdownErrors, parse, written
from bot.playbook.rules import Entry, clash, read

FILE = """\
# Demo

## Next steps

1. Send the summary the same day
2. Book the next meeting

## Exit criteria
* Budget is named

## Also called
- walkthrough, product demo

## Links
- [Deck](https://x.example/deck)
- https://y.example

Proposal
========

Next steps
----------
```
# no heading in here
```
"""


def test_a_file_is_read_as_people_write_it() -> None:
    demo, proposal = parse(FILE)
    assert demo == Entry(
        "Demo",
        ("walkthrough", "product demo"),
        "1. Send the summary the same day\n2. Book the next meeting",
        "Budget is named",
        ("Deck https://x.example/deck", "https://y.example"),
    )
    assert proposal == Entry("Proposal", (), "```\n# no heading in here\n```")
    assert parse(FILE.replace("\n", "\r\n")) == [demo, proposal]


_words = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ["# x", "- y", "```", "<div>", "---", "===", "[a]: /b", "> q", "\\", "1. z", "<!--", "\ta", "a, b", "* * *", "+"]
)
_texts = st.lists(_words, max_size=4).map("\n".join)
_links = st.lists(st.sampled_from(["https://x.example", "[a](https://x.example)", "# <https://x.example>"])).map(
    "\n".join
)


@given(st.lists(st.tuples(_words, _texts, _texts, _texts, _links), max_size=4))
def test_what_is_written_is_read_back_to_the_same(typed: list[tuple[str, str, str, str, str]]) -> None:
    entries: list[Entry] = []
    for each in typed:
        got = read(*each)
        if not got.errors and not clash(got.entry, entries):
            entries.append(got.entry)
    if entries:
        assert parse(written(entries)) == entries


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "There is no stage in here"),
        ("\n\nHello", 3, "Begin with a stage"),
        ("## Next steps\nx", 1, "Begin with a stage"),
        ("# Demo\n\nhello\n## Next steps\nx", 3, "below a heading"),
        ("# Demo\n## Nxt steps\nx", 2, "I don't know “Nxt steps”"),
        ("# Demo\n## Links\nhttps://x.example", 1, "“Demo” has no next steps"),
        ("# Demo\n## Next steps\nx\n## Next steps\ny", 4, "a second time"),
        ("# Demo\n## Next steps\nx\n\n# demo\n## Next steps\ny", 5, "“demo” is here already"),
        ("# Demo\n## Next steps\nx\n## Links\nthe deck", 4, "One link a line"),
        ("#\n## Next steps\nx", 1, "Give the stage a name"),
        ("\n".join(f"# S{at}\n## Next steps\nx" for at in range(41)), 121, "one stage too many"),
    ],
)
def test_what_is_wrong_is_told_by_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(MarkdownErrors) as wrong:
        parse(text)
    assert any(each.line == line and says in each.sentence for each in wrong.value.errors), wrong.value
