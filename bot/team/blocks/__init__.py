"""Every word of the team feature that somebody reads. Values in, Block Kit out; no session, no Slack, no clock."""
