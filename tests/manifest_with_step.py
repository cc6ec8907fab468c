"""Writes manifest.json and manifest-with-step.json anew, from what is registered: `python -m tests.manifest_with_step`.

The step itself (`functions`) is kept as it stands in the second.
"""

import json
from pathlib import Path
from typing import Any

from bot.manifest import manifest

ROOT = Path(__file__).parent.parent
PLAIN, WITH_STEP = ROOT / "manifest.json", ROOT / "manifest-with-step.json"


def with_step() -> dict[str, Any]:
    """The manifest with the step of today, and what Slack wants of an app that has one."""
    found = manifest()
    settings = found["settings"] | {"org_deploy_enabled": True, "function_runtime": "remote"}
    return found | {"settings": settings, "functions": json.loads(WITH_STEP.read_text())["functions"]}


if __name__ == "__main__":
    for path, found in {PLAIN: manifest(), WITH_STEP: with_step()}.items():
        path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
