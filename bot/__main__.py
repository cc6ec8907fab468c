"""`python -m bot` is `kickstand`."""

from bot.cli import main

main()
