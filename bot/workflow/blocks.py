"""What a workflow is told: our own sentences, never anybody's words, for what it does with them cannot be undone."""

from bot.requests.rules import Answer, Status
from bot.slack.kit import escape

NOT_PASSED_ON = "This question was not passed on. If there is more to say, Kickstand has told the person who asked."
"""One sentence for everything that is nobody's business: something personal, something erased."""
NOBODY = "This step does not know who is asking. In the step's settings, choose somebody for “Who asks”."
NOT_TOLD = "This question has an answer, but Slack did not take it: the app's manifest is not up to date."


def sentence(status: Status, answer: Answer | None, rep: str, answerer: str) -> str:
    """What came of it, in one line. `rep` and `answerer` are first names; the workflow may post it where it likes."""
    rep, answerer = escape(rep), escape(answerer)
    answers: dict[Answer | None, str] = {
        Answer.BACK_PICK: f"{answerer} backs {rep}'s pick.",
        Answer.YOUR_CALL: f"{answerer} says it's {rep}'s call.",
        Answer.LET_PLAY: f"{answerer} lets {rep} go their own way.",
        Answer.QUESTION: f"{answerer} has asked {rep} a question back.",
        Answer.HANDLE: f"{answerer} will take this one on.",
        Answer.REPLY: f"{answerer} has written back to {rep}.",
    }
    others = {
        Status.SOLVED: f"{rep} solved it.",
        Status.DECIDED: f"{rep} decided it.",
        Status.PARKED: f"{rep} and {answerer} will talk about it in their 1:1.",
        Status.WITHDRAWN: f"{rep} took it back.",
    }
    return others.get(status) or answers.get(answer, f"{answerer} has answered {rep}.")
