"""One question from asking to its end, as its rep and manager live it: each deed of the plan, where it is possible."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.seen import clickables
from bot.sandbox.workspace import Message, Workspace
from tests.crash.people import TRIES, Actor
from tests.crash.plan import Deed, Step, Story, Way
from tests.crash.witness import Witness

LABELS = ("I coached", "A rescue: {rep} could have done it")


@dataclass
class Reply:
    """A message of a person in a thread. `words` are its last."""

    token: str
    by: str
    message: Message
    words: str


@dataclass
class Asked:
    """What was asked, and what was said about it since. `words` are the question's last; None once it was deleted."""

    story: Story
    rep: Actor
    manager: Actor
    message: Message | None = None
    words: str | None = ""
    at: float = 0.0
    taken: bool = False
    replies: list[Reply] = field(default_factory=list)
    questions: list[tuple[str, bool]] = field(default_factory=list)
    """The manager's questions by form, with whether Slack got the acknowledgement."""

    @property
    def token(self) -> str:
        return self.story.token


@dataclass(frozen=True)
class Stage:
    """Where scenes are played. `patience`: how long somebody looks for what should be there, in seconds."""

    workspace: Workspace
    witness: Witness
    over: threading.Event
    patience: float

    def until(self, ready: Callable[[], object], patience: float | None = None) -> bool:
        """Whether it came to that before patience, or the day, was over."""
        deadline = time.monotonic() + (self.patience if patience is None else patience)
        while not ready():
            if time.monotonic() > deadline or self.over.wait(0.1):
                return bool(ready())
        return True


@dataclass
class Scene:
    """Plays one story."""

    stage: Stage
    asked: Asked

    def play(self) -> None:
        """Asks, then one step after the other; stops where it is when the day is over."""
        if not self._ask():
            return
        for step in self.asked.story.steps:
            if self.stage.over.wait(step.pause):
                return
            self._take(step)

    def _take(self, step: Step) -> None:
        deed = step.deed
        if deed in CLICKS:
            who, label = CLICKS[deed]
            self._clicks(who(self.asked), label)
        else:
            DEEDS[deed](self)

    # Asking ---------------------------------------------------------------------------------------------------

    def _ask(self) -> bool:
        asked = self.asked
        asked.words, asked.at = f"{asked.story.opening} {asked.token} v1?", time.time()
        if asked.story.way == Way.MESSAGE:
            asked.message = asked.rep.person.says(asked.words)
            asked.at, asked.taken = float(asked.message.ts), True
        elif asked.story.way == Way.COMMAND:
            asked.taken = self._commands(f"/ask {asked.words}")
        else:
            shortcut = "Ask my manager"
            asked.taken = asked.rep.fills_in(
                lambda: asked.rep.person.uses_shortcut(shortcut),
                "ask",
                {"What would you ask?": asked.words},
                asked.token,
            )
        return asked.taken or bool(self.rep_message())

    def _commands(self, line: str) -> bool:
        """Slack sends a command once: a rep who reads an error looks whether it went through, and types it again."""
        for _ in range(TRIES):
            if self.asked.rep.commands(line, self.asked.token):
                return True
            if self.stage.until(self.rep_message, 1.5):
                return True
        return False

    # Seeing ---------------------------------------------------------------------------------------------------

    def rep_message(self) -> Message | None:
        """The rep's message about it."""
        return self.stage.witness.head(self.asked.token, self.asked.rep.channel)

    def card(self) -> Message | None:
        """The manager's card."""
        return self.stage.witness.head(self.asked.token, self.asked.manager.channel)

    def offers(self, message: Message | None, label: str) -> bool:
        """Whether a message has this button."""
        with self.stage.workspace.lock:
            return message is not None and any(
                each.label == label for each in clickables(message, self.stage.workspace)
            )

    def is_out_of_the_way(self) -> bool:
        """Whether the rep may ask anew: two questions in a row, both still waiting, would become one."""
        message = self.rep_message()
        return not self.asked.taken or (message is not None and not self.offers(message, "Send now"))

    def place(self, who: Actor) -> Message | None:
        """What this person has before them."""
        return self.rep_message() if who is self.asked.rep else self.card()

    # Doing ----------------------------------------------------------------------------------------------------

    def _clicks(self, who: Actor, label: str) -> bool:
        if not self.stage.until(lambda: self.offers(self.place(who), label)):
            return False
        message = self.place(who)
        return message is not None and who.clicks(label, message, self.asked.token)

    def waits_for_card(self) -> None:
        """Nobody does anything until the manager has it."""
        self.stage.until(self.card)

    def edits(self) -> None:
        """The rep words the question anew."""
        if self.asked.message is None or self.asked.words is None:
            return
        version = int(self.asked.words.rpartition("v")[2].rstrip("?")) + 1
        self.asked.words = f"{self.asked.story.opening} {self.asked.token} v{version}?"
        self.asked.rep.person.edits(self.asked.message, self.asked.words)

    def deletes(self) -> None:
        """The rep deletes the question in Slack."""
        if self.asked.message is not None:
            self.asked.words = None
            self.asked.rep.person.deletes(self.asked.message)

    def replies(self, who: Actor) -> None:
        """Somebody writes in the thread of the message that they have."""
        if not self.stage.until(lambda: self.place(who)):
            return
        head = self.place(who)
        if head is None:
            return
        token = f"R{self.asked.token[1:]}{len(self.asked.replies)}"
        words = f"About that: {token} v1."
        message = who.person.says(words, thread=head)
        self.asked.replies.append(Reply(token, who.id, message, words))

    def edits_reply(self) -> None:
        """The rep words the last reply anew."""
        mine = [each for each in self.asked.replies if each.by == self.asked.rep.id]
        if mine:
            mine[-1].words = f"About that: {mine[-1].token} v2."
            self.asked.rep.person.edits(mine[-1].message, mine[-1].words)

    def briefs(self) -> None:
        """The rep answers the two questions in the form."""
        number = int(self.asked.token[1:])
        answers: dict[str, object] = {
            "What have you tried?": "The usual terms",
            "What else are you considering?": "Half of it",
            "Another way": "None of it",
            "Which would you pick?": "The first",
            "Deal amount": str(1000 + number * 37 % 9000),
        }
        self._form(self.asked.rep, "Answer 2 questions", "brief", answers)

    def urgent(self) -> None:
        """The rep cannot wait."""
        self._form(self.asked.rep, "Urgent", "urgent", {"Why can't it wait?": "They sign at noon"})

    def asks_back(self) -> None:
        """The manager asks a question in the form."""
        token = f"K{self.asked.token[1:]}{len(self.asked.questions)}"
        answers: dict[str, object] = {"Or in your own words": f"What would {token} change?"}
        taken = self._form(self.asked.manager, "Ask a question", "question", answers)
        self.asked.questions.append((token, taken))

    def _form(self, who: Actor, button: str, what: str, answers: dict[str, object]) -> bool:
        if not self.stage.until(lambda: self.offers(self.place(who), button)):
            return False
        place = self.place(who)
        return place is not None and who.fills_in(
            lambda: who.person.clicks(button, on=place), what, answers, self.asked.token
        )

    def labels(self) -> None:
        """The manager says what kind of help it was, where that is asked."""
        name = self.asked.rep.person.account.real_name.split()[0]
        found = [each.format(rep=name) for each in LABELS]
        if self.stage.until(lambda: any(self.offers(self.card(), each) for each in found)):
            label = next((each for each in found if self.offers(self.card(), each)), found[0])
            self._clicks(self.asked.manager, label)


CLICKS: dict[Deed, tuple[Callable[[Asked], Actor], str]] = {
    Deed.SOLVE: (lambda asked: asked.rep, "Solved it"),
    Deed.SEND_NOW: (lambda asked: asked.rep, "Send now"),
    Deed.PARK: (lambda asked: asked.rep, "Park for 1:1"),
    Deed.TAKE_BACK: (lambda asked: asked.rep, "Take back"),
    Deed.DECIDE: (lambda asked: asked.rep, "Together"),
    Deed.YOUR_CALL: (lambda asked: asked.manager, "Your call"),
    Deed.BACK_PICK: (lambda asked: asked.manager, "Back their pick"),
    Deed.HANDLE: (lambda asked: asked.manager, "I'll handle it"),
    Deed.MANAGER_PARK: (lambda asked: asked.manager, "Park for 1:1"),
}
DEEDS: dict[Deed, Callable[[Scene], None]] = {
    Deed.CARD: Scene.waits_for_card,
    Deed.EDIT: Scene.edits,
    Deed.DELETE: Scene.deletes,
    Deed.REPLY: lambda scene: scene.replies(scene.asked.rep),
    Deed.WRITE: lambda scene: scene.replies(scene.asked.manager),
    Deed.EDIT_REPLY: Scene.edits_reply,
    Deed.BRIEF: Scene.briefs,
    Deed.URGENT: Scene.urgent,
    Deed.QUESTION: Scene.asks_back,
    Deed.LABEL: Scene.labels,
}
