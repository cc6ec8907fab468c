"""Trains the weights that ship in bot/triage/weights. Never part of the running bot, never keeps or ships a text."""
