"""How people write in chat, and the words meant. A table of words; decides nothing."""

_WRITTEN = """
im i'm: i am
ive: i have
youre: you are
youve: you have
youd: you would
youll: you will
theyre: they are
theyve: they have
theyll: they will
theyd: they would
weve: we have
hes: he is
shes: she is
thats: that is
theres: there is
heres: here is
whats wats: what is
wheres: where is
whos: who is
hows: how is
whens: when is
whys: why is
its it's: it is
lets let's: let us
dont don't: do not
doesnt doesn't: does not
didnt didn't: did not
cant can't cannot: can not
couldnt couldn't: could not
wouldnt wouldn't: would not
shouldnt shouldn't: should not
wont won't: will not
isnt isn't: is not
arent aren't: are not
wasnt wasn't: was not
werent weren't: were not
hasnt hasn't: has not
havent haven't: have not
hadnt hadn't: had not
aint ain't: is not
u ya: you
ur: your
r: are
y'all yall: you all
pls plz plse pleeease: please
thx tks thnx thanx ty tysm thankyou: thanks
cheers: thanks
wanna: want to
gonna: going to
gotta: got to
lemme: let me
gimme: give me
dunno: do not know
kinda: kind of
sorta: sort of
abt: about
b4: before
bc bcs cuz coz cos: because
rn: right now
atm: at the moment
tmr tmrw tmw tomorow: tomorrow
eod: end of day
eow: end of week
cob: end of day
asap a.s.a.p: asap
idk: i do not know
lmk: let me know
wdyt: what do you think
fyi: for your information
btw: by the way
omw: on my way
np: no problem
yw: you are welcome
msg: message
mtg: meeting
appt: appointment
acct: account
k kk ok okay okey oki: ok
yeah yep yup yea yes yess: yes
nope nah: no
hi hey hello hiya heya yo: hi
ppl: people
w: with
wo: without
thru: through
tho: though
wud: would
cud: could
shud: should
"""


def _table() -> dict[str, tuple[str, ...]]:
    table = {}
    for line in _WRITTEN.strip().splitlines():
        forms, meant = line.split(": ")
        for form in forms.split():
            table[form] = tuple(meant.split())
    return table


SPELLINGS = _table()
