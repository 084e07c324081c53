"""A wrong setting ends the start with one sentence that names it."""

from pathlib import Path

import pytest

from klientel.config.env import Env, WrongSetting

DATABASE = "KLIENTEL_DATABASE_URL"


@pytest.mark.parametrize(
    ("asked", "name", "value"),
    [
        ("port", "KLIENTEL_PORT", "http"),
        ("port", "KLIENTEL_PORT", "70000"),
        ("base_url", "KLIENTEL_BASE_URL", "crm.example"),
        ("base_url", "KLIENTEL_BASE_URL", "ftp://crm.example"),
        ("base_url", "KLIENTEL_BASE_URL", "https://crm.example/customers"),
        ("base_url", "KLIENTEL_BASE_URL", "https://crm example"),
        ("base_url", "KLIENTEL_BASE_URL", "https://anna@crm.example"),
        ("base_url", "KLIENTEL_BASE_URL", 'https://"><script>'),
        ("base_url", "KLIENTEL_BASE_URL", "https://crm.example:99999"),
        ("time_zone", "KLIENTEL_TIME_ZONE", "Mars/Base"),
        ("time_zone", "KLIENTEL_TIME_ZONE", "../zones"),
        ("redis_url", "KLIENTEL_REDIS_URL", "http://localhost"),
        ("email", "KLIENTEL_EMAIL_URL", "imap://localhost"),
        ("email", "KLIENTEL_EMAIL_URL", "smtp://localhost"),
        ("database", DATABASE, "mysql://localhost/klientel"),
        ("database", DATABASE, "postgresql://localhost"),
        ("database", DATABASE, "postgresql://localhost/klientel?colour=red"),
        ("database", DATABASE, "postgresql://localhost/klientel?connect_timeout=soon"),
        ("secret_key", "KLIENTEL_SECRET_KEY", "short"),
        ("secret_key", "KLIENTEL_SECRET_KEY_FILE", "/nowhere"),
    ],
)
def test_a_wrong_value_is_named_in_one_sentence(
    asked: str, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KLIENTEL_SECRET_KEY", raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as refusal:
        getattr(Env(), asked)
    sentence = str(refusal.value)
    assert sentence.startswith(f"{name}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_key_file_that_is_no_text_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_bytes(b"\xff" * 64)
    monkeypatch.delenv("KLIENTEL_SECRET_KEY", raising=False)
    monkeypatch.setenv("KLIENTEL_SECRET_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(WrongSetting, match="holds no text"):
        _ = Env().secret_key


@pytest.mark.parametrize(
    "value",
    [
        "http://localhost:8000",
        "https://crm.example",
        "https://münchen.example/",
        "http://[::1]:8000",
    ],
)
def test_an_address_of_scheme_and_host_is_taken(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KLIENTEL_BASE_URL", value)
    assert Env().base_url == value.rstrip("/")
