"""Writes manifest-with-step.json anew after a change of manifest.json: `python -m tests.manifest_with_step`.

The step itself (`functions`) is kept as it stands there.
"""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PLAIN, WITH_STEP = ROOT / "manifest.json", ROOT / "manifest-with-step.json"


def with_step() -> dict[str, Any]:
    """The manifest with the step of today, and what Slack wants of an app that has one."""
    manifest: dict[str, Any] = json.loads(PLAIN.read_text())
    settings = manifest["settings"] | {"org_deploy_enabled": True, "function_runtime": "remote"}
    return manifest | {"settings": settings, "functions": json.loads(WITH_STEP.read_text())["functions"]}


if __name__ == "__main__":
    WITH_STEP.write_text(json.dumps(with_step(), indent=2, ensure_ascii=False) + "\n")
