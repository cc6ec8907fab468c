"""What the weekly score is, as tables and values. No session, no Slack, no clock.

How the modules lean on each other, lowest first:

    week         calendar weeks of the manager, and when a report is due
    vocabulary   the closed lists: how a request was asked, answered, left out
    constants    every number of the definition, and the line that prints them
    eligibility  which requests count, and why the others do not
    index        s, g, d, weights, shrinkage, band, trend
    explanation  the arithmetic of one score, request by request
    rates        the plain counts beside the score, the support axis, the quiet flag
    patterns     one rep's week, rescues that repeat, time that help took
    suggestion   the one thing to try
    numbers      what one report says, saved and never changed
    weekly       all of it together, for one manager and one week
"""
