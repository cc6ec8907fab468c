"""Settings: what the environment may say, and the sentence for what it may not."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import Settings, SettingsError, WorkingHours, for_consent, load, need, registration

NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # no `.env` of whoever runs the tests
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_an_empty_environment_means_the_defaults() -> None:
    settings = load()
    assert settings.kickstand_hold == timedelta(minutes=60)
    assert settings.kickstand_working_hours == WorkingHours(time(9), time(18))
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///kickstand.db"
    assert settings.kickstand_port == 3000
    assert (settings.kickstand_keep_text, settings.kickstand_keep_records) == (timedelta(days=30), timedelta(days=396))


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("KICKSTAND_HOLD", "3s", "kickstand_hold", timedelta(seconds=3)),
        ("KICKSTAND_HOLD", "0m", "kickstand_hold", timedelta(0)),
        ("KICKSTAND_HOLD", "2h", "kickstand_hold", timedelta(hours=2)),
        ("KICKSTAND_HOLD", "", "kickstand_hold", timedelta(minutes=60)),
        ("KICKSTAND_WORKING_HOURS", "always", "kickstand_working_hours", WorkingHours(time(0), time(0), True)),
        ("KICKSTAND_WORKING_HOURS", "22:00-06:00", "kickstand_working_hours", WorkingHours(time(22), time(6))),
        ("KICKSTAND_KEEP_TEXT", "7d", "kickstand_keep_text", timedelta(days=7)),
        ("KICKSTAND_KEEP_TEXT", "365d", "kickstand_keep_text", timedelta(days=365)),
        ("KICKSTAND_KEEP_TEXT", "2mo", "kickstand_keep_text", timedelta(days=61)),
        ("KICKSTAND_KEEP_RECORDS", "13mo", "kickstand_keep_records", timedelta(days=396)),
        ("KICKSTAND_KEEP_RECORDS", "90d", "kickstand_keep_records", timedelta(days=90)),
        ("KICKSTAND_PORT", "8080", "kickstand_port", 8080),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", "slack_api_url", "http://127.0.0.1:9/api/"),
        ("SLACK_API_URL", "https://eu.slack.com/api/", "slack_api_url", "https://eu.slack.com/api/"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-1", "slack_bot_token", "xoxe.xoxb-1"),
        ("KICKSTAND_URL", "https://kickstand.example.com/", "kickstand_url", "https://kickstand.example.com"),
        ("KICKSTAND_URL", "http://127.0.0.1:3000", "kickstand_url", "http://127.0.0.1:3000"),
        ("KICKSTAND_KEEP_AFTER_UNINSTALL", "0", "kickstand_keep_after_uninstall", 0),
    ],
)
def test_values_that_are_understood(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, read: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(load(), field) == read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KICKSTAND_HOLD", "an hour"),
        ("KICKSTAND_HOLD", "60"),
        ("KICKSTAND_HOLD", "5h"),
        ("KICKSTAND_HOLD", "-5m"),
        ("KICKSTAND_WORKING_HOURS", "9-5"),
        ("KICKSTAND_WORKING_HOURS", "09:00-09:00"),
        ("KICKSTAND_WORKING_HOURS", "25:00-26:00"),
        ("KICKSTAND_KEEP_TEXT", "6d"),
        ("KICKSTAND_KEEP_TEXT", "366d"),
        ("KICKSTAND_KEEP_TEXT", "30"),
        ("KICKSTAND_KEEP_TEXT", "a month"),
        ("KICKSTAND_KEEP_RECORDS", "89d"),
        ("KICKSTAND_KEEP_RECORDS", "999mo"),
        ("KICKSTAND_PORT", "0"),
        ("KICKSTAND_PORT", "many"),
        ("SLACK_API_URL", "https://evilslack.com/api/"),
        ("SLACK_API_URL", "http://slack.com/api/"),
        ("SLACK_API_URL", "https://slack.com"),
        ("KICKSTAND_URL", "kickstand.example.com"),
        ("KICKSTAND_URL", "http://kickstand.example.com"),
        ("KICKSTAND_URL", "https://kickstand.example.com/?a=b"),
        ("KICKSTAND_KEEP_AFTER_UNINSTALL", "15"),
        ("KICKSTAND_KEEP_AFTER_UNINSTALL", "a week"),
        ("SLACK_BOT_TOKEN", "xapp-1"),
        ("SLACK_APP_TOKEN", "xoxb-1"),
    ],
)
def test_a_malformed_value_is_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)


@given(seconds=st.integers(0, 4 * 3600))
def test_any_length_up_to_four_hours_is_read_as_written(seconds: int) -> None:
    assert Settings(kickstand_hold=f"{seconds}s").kickstand_hold == timedelta(seconds=seconds)  # type: ignore[arg-type]


def test_a_file_beside_it_says_what_the_environment_leaves_open(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("# ours\nKICKSTAND_HOLD=2h\nKICKSTAND_PORT=8080\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("KICKSTAND_PORT", "9090")
    monkeypatch.setenv("KICKSTAND_HOLD", "")
    settings = load()
    assert (settings.kickstand_hold, settings.kickstand_port) == (timedelta(hours=2), 9090)


def test_what_is_wrong_in_the_file_is_said_in_one_sentence() -> None:
    Path(".env").write_text("KICKSTAND_HOLD=soon\n")
    with pytest.raises(SettingsError, match=r"^KICKSTAND_HOLD wants a length"):
        load()
    Path(".env").write_bytes(b"KICKSTAND_HOLD=\xff\xfe")
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        load()


def test_a_missing_value_is_named_with_its_purpose() -> None:
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN is missing: it opens the door"):
        need(None, "SLACK_BOT_TOKEN", "it opens the door")
    assert need("x", "NAME", "why") == "x"


def test_a_token_is_never_shown_in_full_when_it_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "xoxb-secret-1234567890")
    with pytest.raises(SettingsError) as caught:
        load()
    assert "1234567890" not in str(caught.value)


SEVERAL = {
    "slack_client_id": "1.2",
    "slack_client_secret": "secret",
    "kickstand_url": "https://kickstand.example.com",
    "kickstand_secret_key": "key",
}


def test_several_workspaces_need_four_settings_and_go_with_no_token() -> None:
    assert registration(Settings()) is None
    found = registration(Settings(**SEVERAL))  # type: ignore[arg-type]
    assert found == ("1.2", "secret", "https://kickstand.example.com")


@pytest.mark.parametrize("name", sorted(SEVERAL))
def test_for_several_workspaces_what_is_missing_is_named(name: str) -> None:
    rest = {each: value for each, value in SEVERAL.items() if each != name}
    with pytest.raises(SettingsError, match=f"^{name.upper()} is missing"):
        registration(Settings(**rest))  # type: ignore[arg-type]


def test_several_workspaces_do_not_come_over_socket_mode() -> None:
    with pytest.raises(SettingsError, match=r"^SLACK_APP_TOKEN is for"):
        registration(Settings(**SEVERAL, slack_app_token="xapp-1"))  # type: ignore[arg-type]


@pytest.mark.parametrize("app_token", ["xapp-1", None])
def test_with_a_bot_token_its_workspace_is_served_and_the_rest_is_for_consent(app_token: str | None) -> None:
    settings = Settings(**SEVERAL, slack_bot_token="xoxb-1", slack_app_token=app_token)  # type: ignore[arg-type]
    assert not settings.serves_several
    assert registration(settings) is None
    assert for_consent(settings) == ("1.2", "secret", "https://kickstand.example.com")


@pytest.mark.parametrize("name", ["slack_client_id", "slack_client_secret", "kickstand_url"])
def test_for_consent_what_is_missing_is_named(name: str) -> None:
    rest = {each: value for each, value in SEVERAL.items() if each != name}
    with pytest.raises(SettingsError, match=f"^{name.upper()} is missing"):
        for_consent(Settings(**rest, slack_bot_token="xoxb-1"))  # type: ignore[arg-type]


def test_consent_is_for_several_workspaces_too_and_nowhere_unless_it_is_switched_on() -> None:
    settings = Settings(**SEVERAL)  # type: ignore[arg-type]
    assert for_consent(settings) == registration(settings)
    assert for_consent(Settings(slack_bot_token="xoxb-1")) is None
