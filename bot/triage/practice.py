"""Requests that are not worded as one: a table from sales practice. Wants beyond the limit, stuck deals, broken tools.

"They want 20 %, I can only do 10" asks for a decision without asking. No labelled data has such messages, so these
rules learn from sentences of our own (`training/own.toml`). The words of a matter that is settled stand against them.
"""

from bot.triage.phrases import Phrases

LISTS = {
    "they": "they he she customer client buyer prospect champion cfo ceo cto vp procurement legal finance them",
    "wants": "want wants wanted asking asks ask asked demand demands demanding insist insists insisting need needs expect expects expecting request requests requesting",
    "deal": (
        "discount discounts % off net terms clause clauses sla price pricing cheaper lower refund extension pilot trial "
        "free credit credits rebate liability cap payment billing invoice fee fees match guarantee guarantees "
        "commitment exception indemnity penalty penalties warranty poc reference references senior exec executive "
        "manager answer $ custom"
    ),
    "paper": "contract contracts quote quotes redlines redline order proposal msa nda agreement deal approval request questionnaire check invoice offer paperwork signature po",
    "tool": "portal tool crm system login link page site app export calculator sync integration dashboard database email calendar dialer vpn account server quote form",
    "away": "answered replied approved signed responded reviewed returned heard come got gotten seen confirmed decided moved looked touched",
    "since": "yet since for still",
}
TABLE = """
deal.wants: $wants for? .. $deal, $wants to? .. talk|speak to|with, $wants .. $deal
deal.limit: only do|give|offer|go|approve|have, my limit|authority, not allowed, not authorized, above|over|beyond|outside|past my|what|our, more than i, not allowed|able|authorised to, need|needs sign|approval|signoff, not approve|give|offer|go|promise|match
deal.price: price|pricing|budget|fee|fees|cost|costs too|is|are high|expensive|much|over, too expensive|pricey|high, push|pushing|pushed|pushes back, cheaper, undercut|undercutting|underbid, match .. price|offer|discount|quote
stuck.paper: $paper .. stuck|blocked|pending|overdue|rejected|held|frozen, sitting|sits on|with|in, stuck with|in|at|on|since, on hold, held up
stuck.wait: no word|answer|reply|response|news|feedback|movement from|on|yet|since|still|for|from, not .. $away .. $since, not $away, nobody|none $away|has|from, still no|waiting|pending|not|nothing, waiting for|on .. since|days|weeks|0, has|have not .. yet|since
stuck.dark: gone dark|quiet|silent|cold, went dark|quiet|silent|cold, ghosting|ghosted, not responding|reply|replying|respond|answer|answering|return|returning|picking, radio silence
stuck.circles: in circles, out of ideas|options|arguments, hit|hitting a wall, dead end, at a loss, get past|through|around, hold of, nowhere with, no idea what|how|who, not know what|how|who, keep|keeps saying|asking|pushing|going|delaying|moving
broken.tool: $tool .. broken|down|crashing|crashed|crashes|failing|fails|failed|error|errors|stuck|frozen|locked|blank|wrong|slow, $tool .. not work|working|load|loading|go|open|send|show|showing|sync|syncing|respond|let, keeps|keep crashing|failing|freezing|timing|logging|throwing|rejecting|bouncing, not log|sign in|on, not access|open|upload|export|submit|generate|send|connect, locked out, error|errors message|when|in|on|0, is|are|seems|went down >
risk.lose: walk|walks|walking away|if|unless|from|>, threaten|threatening|threatens|threatened to, lose|losing them|this|the|it|him|her|to|@, about to lose|cancel|churn|leave|sign|walk, at risk, pull|pulling|pulled out|the, going with|to a|another|the .. competitor|competition|vendor, slip|slips|slipping to|into|out|away
risk.unless: not sign|renew|move|buy|commit|proceed|pay without|unless|until|before|if|with|for|the|a|on, unless|if we|i do|can|match|give|drop|lower|offer|agree
risk.left: champion|sponsor|contact|buyer|cfo|ceo|decision .. left|leaving|quit|fired|resigned|moved|retired|gone|leaves, new cfo|ceo|vp|buyer|owner|procurement
risk.due: needs|need|wants|expects .. by|before|today|tonight|tomorrow, due today|tonight|tomorrow|by|in|at, expires|expire today|tonight|tomorrow|on|in
"""
SETTLED_TABLE = """
settled.done: sorted|solved|resolved|settled|fixed|done|handled|agreed|accepted|closed|signed|approved|works|working|won|finished|okay|back again?, never mind, no need|longer, all good|set|done|sorted|clear, not a|an problem|issue, is fine|ok|ready|live|back|up
settled.told: i|we told|gave|offered|sent|explained|said|showed|agreed|decided|answered|declined|walked|fixed|found|will|closed|got, so i|we will|did|have|sent|gave|told|said|offered|agreed|moved
settled.past: last|next year|quarter|week|month, used to, back in, in the end, anyway
"""
PRACTICE, SETTLED = Phrases(TABLE, LISTS), Phrases(SETTLED_TABLE, LISTS)


def practice(words: tuple[str, ...]) -> list[str]:
    """The troubles that hit; then either why they are settled, or `practice.open`."""
    troubles = list(PRACTICE.hits(words))
    if not troubles:
        return []
    if settled := sorted(SETTLED.hits(_without_denied(words))):
        return [*troubles, *settled]
    several = len({name.partition(".")[0] for name in troubles}) > 1
    return [*troubles, "practice.open", *(["practice.several"] if several else [])]


def _without_denied(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "Not signed" and "not been signed" settle nothing."""
    return tuple(word for at, word in enumerate(words) if "not" not in words[max(at - 2, 0) : at])
