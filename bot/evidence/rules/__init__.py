"""What recorded requests can show, as values. No session, no Slack, no clock.

intervals   shares and their differences, each with a 95 % interval
waits       waits that were drawn, compared by the wait that was drawn
replaying   what another wait, or another protected amount, would have changed
"""
