"""What the Dockerfile says, read by a library."""

import json
from typing import Any, NamedTuple

import pytest

from tests.conftest import ROOT


class Image(NamedTuple):
    """Its instructions, one pair of name and value each, by stage: the one that builds, the one that runs."""

    build: list[tuple[str, str]]
    runs: list[tuple[str, str]]

    def value(self, name: str) -> str:
        """What the last such instruction of the stage that runs says."""
        return [value for each, value in self.runs if each == name][-1]

    def words(self, name: str) -> list[str]:
        """The command of such an instruction, which is written as a list."""
        value = self.value(name)
        found: list[str] = json.loads(value[value.index("[") :])
        return found


@pytest.fixture(scope="session")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The Dockerfile of this repository."""
    parser: Any = pytest.importorskip("dockerfile_parse", reason="`make check-deploy` installs it")
    text = (ROOT / "Dockerfile").read_text()
    copy = tmp_path_factory.mktemp("dockerfile") / "Dockerfile"  # the library makes sure that it could write to it
    copy.write_text(text)
    steps = [(each["instruction"], each["value"]) for each in parser.DockerfileParser(str(copy)).structure]
    starts = [number for number, (name, _) in enumerate(steps) if name == "FROM"]
    return Image(steps[starts[0] : starts[1]], steps[starts[1] :])
