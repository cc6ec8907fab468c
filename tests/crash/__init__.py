"""The crash test: a busy day with a program that is killed all the time, and an audit of what people saw afterwards.

`plan` says who does what, `day` lets it happen, `audit` reads the local Slack and the database and finds what is wrong.
"""
