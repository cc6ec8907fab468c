"""The scripted week of `kickstand demo --headless`: its report follows from it, and it shows the practices."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_practices import IDS

SHOWN: dict[str, Sequence[str]] = {
    "S2.1": ["I'll bring this to Mona at 11:30, unless you crack it first", "Mona has this now, marked urgent"],
    "S2.2": ["10 minutes to go: do you still need Mona on this?", "Solved. It never had to reach Mona."],
    "S2.3": ["Tried  Offered 10 % with annual prepay", "Considering  15 % for two years (Riya's pick)"],
    "S2.4": ["Could you name two ways you could defend", "Considering  no options yet"],
    "S2.5": ["goodwill credits up to 500 $", "Discounts: above Riya's limit of 10 %"],
    "S2.6": ["This one is yours (goodwill", "1 decision a rep of yours made today"],
    "S2.7": ["After Demo, the playbook says", "The playbook has no step for “pilot” yet", "Asked, and not written yet"],
    "S2.8": ["Your 1:1 with Omar on", "was skipped", "moved. The next is on"],
    "S2.9": ["•  Should I bring the product team into the Northwind renewal?", "1 point carried over"],
    "S2.10": ["(x) Parked questions ( ) Deals (x) Growth area", "Growth area (covered)"],
    "S2.11": ["Your month in one look", "You said: yes. I saw"],
    "S2.12": ["Support: 2 of 2 1:1s held"],
    "S2.13": ["reached you (", "solved before that"],
    "S2.14": ["Mona asks: What would make “15 % for two years” a bad deal for us?"],
    "S1.1": ["Kept as: a rescue.", "Kept as: only you could.", "Who decided, as you saw it: together."],
    "S1.2": ["Your people last week, one by one. Only you see this.", "1 rescue"],
    "S1.3": ["It took about 30 minutes.", "Time, as you noted it: 30 minutes rescuing"],
    "S1.4": ["a protected deal: it goes out at once and isn't scored"],
    "S1.5": ["Omar wrote down what a no taught them: Lindqvist.", "Mona added something to what you wrote"],
    "S1.6": ["Mona is there as  technical expert.", "Planned: technical expert."],
    "S1.8": ["Mona keeps this one as practice ground", "Practice ground  a safe place to learn"],
    "S0.1": ["You go alone on product from now on.", "independent since"],
    "S0.2": ["Kept as: left to Omar, done differently, and it was fine."],
    "S0.3": ["1 of 8 done, no hurry.", "in ramp until", "Reps offered these wins to be shared"],
    "S0.4": ["[Ask for this note]"],
    "S0.5": ["Anchors too low"],
    "S0.6": ["wanting to get better doesn't wait", "“Offers the discount before they have asked for one.”"],
    "S0.7": ["Mona lets this one play out: go your own way. In two weeks I ask you both"],
    "S3.1": ["Where can I go ahead without you?"],
    "S3.2": ["What do you want to hear from me regularly?"],
    "S3.3": ["What could I get better at, and how?"],
    "S3.4": ["What will you do to help me?"],
    "S3.5": ["What does a good career here take?", "Your plan with Mona holds, with a look at it on"],
    "S3.6": ["How do people above us get to see my work?"],
    "S3.7": ["To turn to, in this order", "Who needs you least is easily overlooked"],
    "S3.8": ["How to help  Riya likes questions best"],
    "S3.9": ["Mona hears from you today", "News from Riya."],
    "S3.10": ["Riya Shah:\n      > Found the hospital case study"],
    "S3.11": ["Today is the day for what you promised", "What you promised is done."],
    "S3.12": ["Omar offered to help with product. Ask Omar first?", "Solved with Omar."],
    "S4.1": ["In 30 minutes: the call with Globex", "Whether help is needed is Riya's to say; Mona won't jump in."],
    "S4.2": ["The phrase that asks for help  “Do you have anything you would like to add?”"],
    "S4.3": ["For you alone: "],
    "S4.4": ["The phrase was used (security).", "jumped in unasked."],
    "S4.5": ["you first: Mona sees your answers only after writing down a view too", "Both views of the call"],
    "S4.6": ["The hard moment: Riya asked for help."],
    "S4.7": ["Who leads  Riya.", "“Riya leads, Mona observing”"],
    "S4.8": ["Your team solved 3 of 11 without you last week."],
}
"""What somebody reads, or fills in, of each practice. docs/practices.md says of the others where they are seen."""
ELSEWHERE = re.compile(r"^\| (S\d\.\d+) \| [^|]+ \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def transcript(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the week printed."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--headless"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path_factory.mktemp("home")), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_week_ends_with_a_report_that_follows_from_its_transcript(transcript: str) -> None:
    week, heading, report = transcript.partition("Next Monday 08:")
    assert heading and 30 <= int(report[:2]) < 45
    solved = week.count("presses `Solved it`") + week.count("presses `I decided it`")
    parked = week.count("presses `Park for 1:1`")
    answered = week.count("presses `Me`") + week.count("presses `Together`") + week.count("presses `Mona`")
    assert f"Your team solved {solved} of {solved + parked + answered} without you last week." in report
    rescues = week.count("presses `A rescue: ")
    assert f"Rescues: {rescues} of {answered - week.count('presses `Only I could')} answers" in report
    assert re.search(r"Dependency \d+ \(\d+-\d+\)", report)
    assert "Score: " in report  # what the chart shows, in words
    assert "surgery" not in report
    assert re.search(r"Lee sees at 09:[34]\d:\n +Your teams in the week of", report)


def test_the_week_acts_out_every_practice_but_those_that_the_page_names(transcript: str) -> None:
    missing = {practice: words for practice, words in SHOWN.items() if not all(each in transcript for each in words)}
    assert missing == {}
    elsewhere = ELSEWHERE.findall((Path(ROOT) / "docs/practices.md").read_text(encoding="utf-8"))
    assert sorted([*SHOWN, *elsewhere]) == sorted(IDS)


def test_only_the_manager_reads_the_reason_to_hold_back(transcript: str) -> None:
    """S4.3"""
    before = transcript.partition("For you alone: ")[0]
    assert re.findall(r"^    (\w+) sees", before, re.MULTILINE)[-1] == "Mona"
    assert transcript.count("For you alone: ") == 1
