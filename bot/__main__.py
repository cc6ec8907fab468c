"""`python -m bot` is `kickstand`. Does nothing itself."""

import gc

# What is imported stays: to look for garbage among it, again and again, is a tenth of the start.
gc.disable()
from bot.cli import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":
    main()
