"""Answers "does this look like a request?" for one text. Never keeps, logs or sends a text, never learns from one."""
