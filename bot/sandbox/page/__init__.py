"""The sandbox as a page in a browser: one visitor, anybody in the team. It knows the sandbox and nothing of the bot."""
