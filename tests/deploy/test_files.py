"""Compose, Kubernetes and systemd: sound by their own schemas, and in step with the program. Nothing is started."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.running import LEAVE_SECONDS
from bot.settings import Settings
from tests.conftest import ROOT

yaml: Any = pytest.importorskip("yaml", reason="`make check-deploy` installs what this needs")
kubernetes_validate: Any = pytest.importorskip("kubernetes_validate", reason="`make check-deploy` installs it")

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
KUBERNETES = {each["kind"]: each for each in yaml.safe_load_all((ROOT / "deploy/kubernetes.yaml").read_text())}
POD = KUBERNETES["Deployment"]["spec"]["template"]["spec"]
UNIT = (ROOT / "deploy/kickstand.service").read_text()
EXAMPLE = (ROOT / "deploy/example.env").read_text()
OF_POSTGRESQL = {"POSTGRES_PASSWORD", "PGPASSWORD"}
systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here to judge the unit")


def test_compose_is_what_the_specification_of_compose_allows() -> None:
    words = ["--builtin-schema", "vendor.compose-spec", str(ROOT / "compose.yaml")]
    done = subprocess.run([sys.executable, "-m", "check_jsonschema", *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("version", ["1.32", "1.37"])
@pytest.mark.parametrize("kind", sorted(KUBERNETES))
def test_kubernetes_takes_every_object(kind: str, version: str) -> None:
    kubernetes_validate.validate(KUBERNETES[kind], version, strict=True)


@pytest.mark.parametrize("container", [*POD["initContainers"], *POD["containers"]], ids=lambda each: str(each["name"]))
def test_every_container_is_allowed_in_a_restricted_namespace_and_writes_to_tmp_alone(container: Any) -> None:
    assert POD["securityContext"] == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert [each["mountPath"] for each in container["volumeMounts"]] == ["/tmp"]


def test_every_setting_that_the_files_name_is_one() -> None:
    named = {name for each in COMPOSE.values() for name in each["environment"]} - {"POSTGRES_USER"}
    named |= {each["name"] for container in POD["containers"] for each in container["env"]}
    named |= set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    named |= set(re.findall(r"^Environment=(\w+)", UNIT, re.MULTILINE))
    assert named - OF_POSTGRESQL <= {name.upper() for name in Settings.model_fields}


def test_the_port_is_the_same_everywhere(image: Any) -> None:
    port = Settings.model_fields["kickstand_port"].default
    assert image.value("EXPOSE") == str(port)
    assert [each.rpartition(":")[2] for each in COMPOSE["kickstand"]["ports"]] == [str(port)]
    (container,) = POD["containers"]
    assert [each["containerPort"] for each in container["ports"]] == [port]
    assert container["env"] == [{"name": "KICKSTAND_PORT", "value": str(port)}]
    assert POD["enableServiceLinks"] is False  # a Service called kickstand would say tcp://... instead


def test_everybody_waits_longer_than_the_program_takes_to_stop() -> None:
    (unit,) = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)
    compose = COMPOSE["kickstand"]["stop_grace_period"].removesuffix("s")
    assert min(int(unit), int(compose), POD["terminationGracePeriodSeconds"]) > LEAVE_SECONDS


def test_kubernetes_runs_the_version_of_this_repository() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    images = {each["image"] for each in [*POD["initContainers"], *POD["containers"]]}
    assert {each.rpartition(":")[2] for each in images} == {version}


@systemd
def test_systemd_understands_the_unit_and_finds_it_closed_enough(tmp_path: Path) -> None:
    unit = tmp_path / "kickstand.service"
    unit.write_text(re.sub(r"/opt/\S+/kickstand", "/bin/true", UNIT))  # it looks whether the program is there
    for words in (["verify"], ["security", "--offline=true", "--threshold=20"]):
        done = subprocess.run(["systemd-analyze", *words, str(unit)], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
