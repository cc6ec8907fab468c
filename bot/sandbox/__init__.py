"""A Slack small enough to read, for tests and the demonstration. It knows the protocol and nothing of the bot.

sandbox = Sandbox(clock=clock, manifest=Path("manifest.json")).start()      server.py
riya = sandbox.add_person("riya", "Riya Shah")                              people.py, onlooker.py
riya.says("May I?")                                                         acts, and waits for the app

Every switch is off at first, and off again after `sandbox.reset()`.

Workspaces (server.py, local.py); each has its own people, tokens, deliveries and faults
    sandbox.another_workspace("Nordic")                  one more, without the app; installed=True with it
    sandbox.another_workspace("South", beside=sandbox)   one more of the same organisation, with the same token
    place.add_person("nils", id=riya.id)                 the same user id in two workspaces
    place.add_person("gus", is_guest=True)               or is_single_channel_guest, is_admin, team_id="T9..." (Connect)
    place.as_org("E0ORG0000", "Org", whole=True)         Enterprise Grid; whole: installed on the organisation

Profiles (profiles.py)
    place.add_profile_field("Manager"); riya.fills_profile("Manager", mona.id)     kind="text"; hidden=True

Channels (member.py, channels.py); she must be in them
    place.add_channel("help", riya, mona)                as it has always been; with_app=False, private=True
    mona.invites_app("#help"); mona.removes_app("#help") and invites(riya, "#help"), joins, leaves_channel
    mona.renames("#help", "deals")                       and archives, unarchives, deletes_channel
    riya.says("Hi", to="#help"); riya.types("/ask", to="#help"); riya.reads("#help")
    riya.says("Hi", to=mona), to=(mona, omar)            in direct messages of two or of several; without: to the app
    riya.clicks("OK", on=riya.sees_in("#help")[-1])      on a message there, an ephemeral one too

Installing, and acting for people (consent.py, oauth.py, installation.py, browser.py)
    person.installs(url), person.authorises(url)         the whole way in a browser; allows=False cancels
    person.authorises(url, declines=("chat:write",))     leaves out what the manifest has in scopes.user_optional
    person.authorises(url, keeps_cookies=False)          comes back in another browser; state="..." with a foreign state
    place.user_token(person)                             the newest token to act for her; place.bot_token: the bot's
    person.revokes()                                     takes back that the app may act for her
    sandbox.rotate_tokens(43_200, grace_seconds=0)       tokens that expire with story time
    place.uninstall("uninstalled_first")                 or "revoked_first"; place.revoke_tokens() alone
    place.hold_events(); place.uninstall(); (install again); place.release_events()      they come late

Events (local.py, delivery.py)
    sandbox.be_patient(ack_seconds=3, retry_waits=(0, 60, 300))
    place.hold_events("message_changed")                 of one type or subtype; without: all
    place.release_events(newest_first=True)              late, and in reverse
    place.replay_events(3, "message", new_id=True)       again, under another event id; retry=1 as a retry
    place.faults.doubled_events = 2                      the next ones come twice
    place.limit_events()                                 app_rate_limited
    place.other_app_writes(riya, "Hi", voice="workflow") or "bot", "as her", "slackbot"; where=mona: in that DM
    place.name_authorizations("oldest", bot_first=False) which of several authorizations an event names

Workflows (workflows.py), when the manifest declares `functions` and the app is org-ready
    step = riya.runs_step("ask", question="May I?")      then step.state, step.outputs, step.error

Web API (faults.py), for the next calls of one method in one workspace; calls without its tokens: the first workspace
    faults.rate_limit(method, retry_after=30)            faults.limit_method(method, per_minute=50)   in story time
    faults.error(method, "fatal_error")                  faults.server_error(method, status=503)
    faults.lose_response(method)                         works, then the connection breaks
    faults.drop_connection(method)                       the connection breaks before any work
    faults.slow(method, seconds=2)                       faults.hang(method), until faults.release()
    faults.rate_limit_posts = True                       one message a second and channel, in real time
    faults.lacking_blocks = frozenset({"data_visualization"})      a workspace without charts refuses them
    faults.at_random(Random(7), {"chat.postMessage": {"lost_response": 0.05}, "*": {"slow": 0.1}})
    faults.played                                        what befell which method, counted
    sandbox.limit_app_token("connections:write")         the app-level token may do no more

Socket Mode (server.py, socket_mode.py)
    sandbox.disconnect("refresh_requested", which=0)     or "warning"; "link_disabled" to all switches Socket Mode off
    sandbox.refuse_connections("internal_error")         until sandbox.allow_connections()
    sandbox.cut_connections()                            without a word
    sandbox.go_silent()                                  half open: hears nothing, answers no ping
    sandbox.platform.sockets.acks_anywhere = False       an acknowledgement counts only where the envelope went

The page (page/) remembers in a cookie whom its visitor plays, for the consent page, which opens in a tab of its own;
a heading says who lets the app read along, and takes that back. Channels there: add the app, remove it.

Where it is not known what Slack does, the docstring says "unverified".
"""
