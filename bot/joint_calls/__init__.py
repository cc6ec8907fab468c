"""Calls with the manager along: the pact before, the roles after (S4, S1.6, S1.7). Never a verdict on the rep."""
