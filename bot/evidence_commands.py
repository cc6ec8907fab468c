"""`kickstand replay` and `kickstand evidence`: what was recorded, looked at another way. Sends nothing."""
