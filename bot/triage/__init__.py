"""Answers about one text: a request, personal, urgent? Never keeps, logs or sends a text, never learns from one."""
