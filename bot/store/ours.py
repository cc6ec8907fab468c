"""Makes the files that hold what people said: readable by their owner alone. Never changes one that is there."""

import os
from pathlib import Path


def make(path: Path) -> None:
    """An empty file, whatever the umask; one that is there stays as it is. Raises OSError when it cannot be made."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
