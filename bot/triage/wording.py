"""How people ask, as a table: what a request sounds like with or without a question mark, and what only sounds like one.

The training decides what each rule weighs; the first part of its name leads to the reason that a person reads.
Sales practice, for which no labels exist, has a table of its own in `bot.triage.practice`.
"""

from bot.triage.phrases import Phrases

LISTS = {
    "aux": "can could would will should shall may might is are am was were has have had do does did",
    "pron": "i you we they he she it this that there these those anyone anybody someone somebody everyone people",
    "det": "the a an my our your their his her its this that these those any some all no @",
    "wh": "what where when who how why whom whose which",
    "w": "what where when who how why whom whose",
    "dowhat": "how what who where which whether if when why",
    "one": "anyone anybody someone somebody everyone everybody",
    "verb": (
        "accept add advise allow answer approve arrange ask assign attach book bring bump buy call cancel change "
        "check clarify clear close come complete confirm consider contact convert copy correct create decide define "
        "delete deliver describe design discuss double draft drop edit email enable enter escalate estimate explain "
        "extend fetch figure file fill finalize find finish fix follow format forward get give go grant handle help "
        "hold include indicate inform introduce investigate invite join keep leave lend list locate log look loop "
        "mail make mark meet merge message move note notify offer open order organize pass pay phone pick ping place "
        "post prepare print proceed provide pull push put quote read reach recommend redo refer remind remove rename "
        "renew repeat replace reply report request reschedule reserve resend reset resolve respond return review run "
        "save say schedule search see select send set share show sign sort speak specify start stop submit suggest "
        "summarize supply switch take talk tell test text track transfer translate try turn update upgrade upload "
        "use verify visit wait walk work write swap cover reconsider"
    ),
    "obj": "me us my our the a an this that these those them him her it your all both any some @ in out up over",
    "meet": "discuss talk meet chat speak call catch schedule set have get go do connect",
}
TABLE = """
you.modal: can|could|would|will|may you !see|imagine|believe
you.kindly: can|could|would you please|kindly|possibly|maybe|also|just
you.mind: do|would you mind, mind if|$verb
you.ok: is|are|be|would it|that|this|you ok|fine|alright|possible|cool, ok|cool|fine|alright if|to|with, is it ok|cool|fine|possible
you.able: are|were you able|free|around|available|there|up, you around|free|there|available >
you.do: ^ do|did|have|are|were you, ^ you have|know|got|want|mean|think|sure any|a|if|what|how|who|where|>
ask.pron: ^ $aux $pron
ask.you: ^ $aux you
ask.we: ^ can|could|should|shall|may|might i|we
ask.noun: ^ did|does|has|will|is|are|was|were $det
ask.bare: ^ did|does|is|has !not|i|to|a|an|so|been|being|all|now|going|just|that|this|the|because|anything|it|he|she|they|we|you|there
ask.did: ^ did|does|do !not|i|it|that|this|you|we|they|he|she|the|a|some
ask.not: ^ $aux not $pron
ask.there: ^ is|are|was|will there|anyone|anybody|somebody|someone|any
ask.middle: so|but|or do|does|did|is|are|can|could|should|would|will $pron
wh.aux: ^ $w $aux
wh.which: ^ which|whose $aux
wh.subject: ^ $w $aux not? $pron|$det
wh.middle: $w $aux not? i|you|we|they|he|she
wh.noun: ^ which|what|whose !a|$aux|i|you|we|they|he|she|it|the|to $aux, ^ which|what !a|$aux|i|you|we|they|he|she|it !$aux|. $aux, ^ which of, which|what of the|these|our .. is|are
wh.how: ^ how much|many|long|far|often|soon|big|old|late|well
wh.howto: ^ how do|does|did|would|should|can|could|to, how do|should|can|could|would i|we|you
wh.about: ^ how|what about|come|if|else
wh.what: ^ what time|kind|sort|type|next|do|does|did|would|should|happened|happens|exactly
wh.who: ^ who !would|cares|knows|is|are|has|the|have|i|we|you
wh.why: ^ why !not, ^ why not $pron
wh.one: which|what one|ones|way|version|time|kind
wh.only: ^ $wh >
wh.said: ^ $wh i|we|they|he|she|it|you|the|is|was
any.idea: ^ any $verb?, any idea|chance|update|updates|news|thoughts|tips|advice|suggestions|pointers|word|luck|way|ideas|progress|feedback|objections|help|recommendations
any.one: ^ $one !else? know|knows|knowing|have|has|had|got|here|able|tried|using|used|seen|want|wants|can|could|worked|working|else|available|around|free|up, $aux $one
any.know: you know|knew !that|i|the >?, you know $dowhat, know of any|a|someone|anyone
wonder.ing: ^ wondering|wonder|curious, wondering if|whether|how|what|why|when|where|who|about, curious if|whether|how|what|why|when|where|who|about
wonder.i: i wonder|was|am|have|had wondering|wonder|curious|if|whether
wonder.know: like|love|want|need|wanted|needed to know|understand|hear|ask|check|see|learn|find|get|request
wonder.find: trying|need|want|looking to find|figure|understand|get|work|see
wonder.unsure: not sure|clear|certain $dowhat, not know $dowhat, unclear $dowhat|about, confused, not understand|get|see $dowhat|the|it
wonder.to: sure|clear|know|idea|clue|unsure|unclear|lost $dowhat to|i|we, no idea|clue $dowhat, unsure $dowhat|about
wonder.ask: ^ asking|checking|following|reaching|writing|seeking|requesting|looking|hoping|trying, just checking|wanted|following|asking
please.start: ^ please $verb|do|be|let|have|not|keep|advise
please.me: please $verb me|us|the|a|your|this
please.any: please !find|note|feel|accept|do|see|be
please.end: please >
please.kindly: kindly !note|find
please.note: please note|find|see|be|accept attached|enclosed|below|that|aware|advised?
order.me: ^ $verb me|us, please|kindly|just $verb me|us|him|her|them|it
order.obj: ^ $verb $obj
order.verb: ^ $verb !ing|is|was|are|has|did|said
order.only: ^ $verb >, ^ $verb . >
order.not: ^ do not $verb|forget|be|let, ^ never $verb, not forget
order.sure: make|be sure, ^ make|be|have sure|it|us|ready|him|her|them
order.let: let me|us know $dowhat|your|the|by|as|once|>|asap|please|on|about
order.know: let me|us know
order.keep: keep|get me|us|him|her posted|informed|updated|in|back|the
order.you: you need|have to, you must|should|might|may want|go|also|please|send|use|try|be|take
meet.propose: let us $meet, can|could|should|we|to .. discuss|talk|chat|meet|speak|catch, set up a|an, get together, let us !know|see
need.you: need|want|like|wanted|expect|ask|asking|love you|somebody|someone|everyone|@ to
need.your: need|want|appreciate|love|value|use|like|welcome your, your advice|thoughts|input|approval|opinion|view|feedback|assistance|eyes|comments|ok
need.help: need|needs|could|want|like|love .. help|hand|advice|guidance|assistance|input|approval|decision|support|answer, help|hand with|please|on, ^ help
need.i: i|we need|want|require !not, ^ need|want
need.we: we|you|they need|should|must|have to
need.like: i|we would like|love|prefer|appreciate|need|want to? !that|it|the|this
need.great: would|will be great|good|nice|helpful|lovely|useful|awesome|appreciated|grateful|wonderful if|to|for|>, it helps if
need.appreciate: would|will|really appreciate|appreciated, grateful|thankful|obliged if|for any, appreciate any|your|it if
need.look: looking|searching|hoping|waiting|asking|hunting for|to|you|if|on
need.read: take|have a|another look|glance|peek|read, look at|over|into, second pair
need.stuck: stuck|lost|struggling|blocked on|with|at|>, having|have trouble|problems|issues|difficulty|difficulties, trouble|problem|issue with, tricky
need.chance: if you could|can|would|have|had, get|have|had|got a chance|minute|moment|sec|second|min|mins, got a|0 min|minute|sec|second|minutes
need.broken: not work|working|load|loading|open|let|able|seem|seems
need.forward: looking forward to your, hear from you, hear back|your, get back to me|us, await|awaiting your, still waiting|no
deal.can: can i|you|it|they, could i|it|they
tag.right: right|correct|yes|no|ok|huh >, or not|no|what >, is|are|was|do|does|did not it|that|they|you|we >
tag.yet: $aux .. yet >, still ok|on|good|waiting|free|valid
tag.or: ^ $aux .. or
say.asked: i|we|she|he|they|customer|client|buyer|@|who asked|wondered|inquired|enquired|told, asked|told me|him|her|them|us
say.question: their|his|her|the question|questions was|were|about|is
say.that: that|this|which is why|how|what|where|when|who, know|knew|remember|see|understand|explained|explain|told|showed|about|guess|depends how|what|where|who|why|when|which
say.if: asked|asks|asking|wanted|wants me|him|her|them|us|@? to? know? if|whether|what|how|who|why|where|when
say.it: told|gave|sent|showed|explained|answered it|him|her|them|that|yes|no, i|we said
offer.know: let me|us know if|should|when you|there|i|we need|have|want|get|would|find|run|change|are|can|could|may, know how it|they|we|i|he|she
offer.questions: any questions|concerns|trouble|problems|issues, hesitate to, feel free, free to call|contact|reach|ask
offer.help: happy|glad|here|there|able to|if help|assist|you|need|explain|answer|support|do, anything else, if i can help|do|be
offer.serve: can i|we help|assist|get|do for|you, how can|may i|we help|assist, help you|u with|today|out, what can i
offer.call: shout|call|ping|ask|reach|holler|write|text|yell|email|drop me|out|us? if|when|whenever|any|anytime, if you need|have|get anything|help|me|stuck|questions|any, any time, anytime
offer.worry: no|not worry|worries|problem|rush|hurry|stress, no need, never mind, take your time, take care, not need to
bulk.mail: unsubscribe, click here|below|the|this|on|url, receive|receiving .. emails|email|mail|mails|newsletter|newsletters, privacy policy, no longer wish|want, mailing list, address book, all rights, opt out
greet.how: how are you >, how are you doing|today|all|and, how are|is|was|have you|everyone|things|life|everything|your going|doing|been|all|today|weekend|day|everyone|holiday|>|., how is it going, what is up|new|good >, how is|are|was everything|life|things|your|the >|going|weekend|trip|holiday
greet.day: ^ good|great|happy|lovely morning|afternoon|evening|day|night|weekend|luck|friday|monday, have|had|hope a? great|good|nice|safe|wonderful|lovely|fun, hope you are|had|all
greet.thanks: thanks|thank|appreciated, appreciate it|the|that|you
greet.for: thanks|thank you? for|so|very|again|a|@
greet.advance: thanks|thank you? in advance
greet.yes: ^ yes|no|sure|ok|right|agreed|exactly|true|correct|absolutely|definitely|maybe|probably
greet.praise: ^ congrats|congratulations|welcome|awesome|perfect|great|nice|cool|wow|haha|lol|amazing|excellent|wonderful|love|good|yay|well
greet.wow: ^ what a|an, ^ how nice|cool|great|funny|kind|lovely|sweet|sad|awful
greet.sorry: ^ sorry, sorry for|about|to
plan.will: i|we will|shall !you, ^ will $verb|be|have|let|do, i|we am|are going|about|planning to
plan.they: he|she|they|it|that|this will|would|is|are|was|has|had
plan.ing: i|we am|are !going|not|wondering|looking|trying|hoping|sure|curious|asking|writing
plan.let: ^ let me !know
plan.have: i|we have|had|already|just|finally, i|we sent|did|got|put|made|think|guess|like|love|thought|found|saw|met|spoke|talked|called|told|gave|asked|agreed|decided
plan.bare: ^ could|can|would|should|do be|have|do|love|it, ^ can not
plan.if: if you|i|we|they|he|it, ^ if, as you can, as far as, in case
tell.it: ^ it|that|this|he|she|they|there is|was|are|were|will|has|have|had|can|would
tell.the: ^ the|my|our|their|his|her !$wh
tell.you: ^ you are|will|were|have|can|could|should|did|do
tell.welcome: you are welcome|right|the|so
tell.i: ^ i !need|want|would|am|was|wonder|can|could|have|had|do|$aux, ^ i $aux not?
tell.because: because
time.by: by|before|until|till 0|noon|tomorrow|tonight|today|end|monday|tuesday|wednesday|thursday|friday|lunch|the|next, at 0 am|pm
time.in: in 0 min|mins|minutes|hour|hours|h
time.due: due|expire|expires|ends|closes|close .. today|tonight|tomorrow|noon|midnight|0|friday|monday
time.asap: asap, as soon as, right away, urgent, urgently, immediately
"""
PHRASES = Phrases(TABLE, LISTS)
_LENGTHS = (1, 2, 3, 5, 8, 12, 20, 35)
_SHORT = 6


def wording(words: tuple[str, ...]) -> list[str]:
    """The rules that hit, with names for the length and for how the text ends.

    A full stop after the words of a question ("what they need is time.") speaks against one; no mark at all says
    nothing, because people in chat leave them out.
    """
    found = list(PHRASES.hits(words))
    count = sum(word not in ".,?" for word in words)
    found.append("long." + next((str(most) for most in _LENGTHS if count <= most), "more"))
    if "?" in words:
        found.append("mark.any")
    if words and words[-1] == "?":
        found += ["mark.end", "mark.short" if count <= _SHORT else "mark.long"]
    elif words and words[-1] == ".":
        found += ["stop.end", *sorted({"stop." + kind for rule in found if (kind := rule[:3]) in ("ask", "wh.")})]
    return found
