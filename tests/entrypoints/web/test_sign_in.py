"""Signing in, the second step, and setting a password, walked through as a person does."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(person_with):
    user = person_with("manager", username="E001")
    user.email = "e001@example.com"
    user.set_password("correct-horse-9")
    user.save()
    return user


def sign_in(client, login="E001", password="correct-horse-9"):
    return client.post("/account/login/", {"login": login, "password": password})


@pytest.mark.parametrize("login", ["E001", "e001@example.com", "E001@Example.com"])
def test_number_and_e_mail_both_let_in(client, person, login):
    assert sign_in(client, login).headers["Location"] == "/"


def test_a_wrong_password_keeps_the_number_and_does_not_say_which_was_wrong(client, person):
    wrong = sign_in(client, password="wrong").text
    unknown = sign_in(client, login="E999", password="wrong").text
    assert 'value="E001"' in wrong
    errors = re.compile(r'<ul class="problem-list">(.*?)</ul>', re.S)
    assert errors.search(wrong)[1] == errors.search(unknown)[1]


def test_after_signing_in_the_page_asked_for_is_shown(client, person):
    page = client.get("/account/login/?next=/me").text
    assert 'name="next" value="/me"' in page


def test_signing_out_asks_first(client, person):
    sign_in(client)
    assert "確定要登出嗎" in client.get("/account/logout/").text
    client.post("/account/logout/")
    assert client.get("/").status_code == 302


def test_nobody_can_sign_up(client):
    assert "不開放自行註冊" in client.get("/account/signup/").text


def test_a_forgotten_password_is_set_by_the_link_in_the_mail(client, person):
    assert client.get("/account/password/reset/").status_code == 200
    sent = client.post("/account/password/reset/", {"email": "e001@example.com"}, follow=True)
    assert "設定密碼的信件即將寄達" in sent.text
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    assert "設定這組密碼" in form.text
    address = form.redirect_chain[-1][0]
    done = client.post(
        address, {"password1": "new-staple-77", "password2": "new-staple-77"}, follow=True
    )
    assert "密碼已設定" in done.text
    assert sign_in(client, password="new-staple-77").status_code == 302


def test_a_used_link_offers_a_new_one(client):
    page = client.get("/account/password/reset/key/1-set-password/")
    assert "重新寄出連結" in page.text


def test_the_password_is_changed_by_who_knows_the_old_one(client, person):
    sign_in(client)
    assert "變更密碼" in client.get("/account/password/change/").text
    form = {"oldpassword": "wrong", "password1": "short", "password2": "other"}
    refused = client.post("/account/password/change/", form)
    assert refused.text.count("invalid-feedback") >= 2


def test_an_unknown_e_mail_is_answered_alike_and_told_by_mail_only(client, person):
    sent = client.post("/account/password/reset/", {"email": "x@example.com"}, follow=True)
    assert "設定密碼的信件即將寄達" in sent.text
    assert "沒有帳號使用這個電子郵件" in mail.outbox[0].body


def test_the_second_step_is_set_up_used_and_taken_off(client, person):
    sign_in(client)
    assert "設定驗證應用程式" in client.get("/account/2fa/").text
    asked = client.get("/account/2fa/totp/activate/", follow=True)
    assert "確認是您本人" in asked.text
    confirm = {"password": "correct-horse-9", "next": "/account/2fa/totp/activate/"}
    form = client.post("/account/reauthenticate/", confirm, follow=True).text
    secret = re.search(r"<code>(\w+)</code>", form)[1]

    answer = {"code": code_now(secret)}
    codes = client.post("/account/2fa/totp/activate/", answer, follow=True).text
    recovery = re.findall(r"<li>([0-9a-f]{8})</li>", codes)
    assert len(recovery) == 10

    client.post("/account/logout/")
    assert sign_in(client).headers["Location"].startswith("/account/2fa/authenticate/")
    assert "六位數字" in client.get("/account/2fa/authenticate/").text
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    client.post("/account/2fa/authenticate/", {"code": recovery[0]})
    assert client.get("/me").status_code == 200
    assert "已啟用驗證應用程式" in client.get("/account/2fa/").text


def test_the_pages_of_the_second_step_are_ours(client, person):
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    client.force_login(person)
    asked = client.get("/account/2fa/recovery-codes/", follow=True)
    assert "確認是您本人" in asked.text
    client.post("/account/reauthenticate/", {"password": "correct-horse-9"})
    for address, words in [
        ("/account/2fa/recovery-codes/", "10 組備援碼中尚有 10 組可用"),
        ("/account/2fa/recovery-codes/generate/", "現有的備援碼將失效"),
        ("/account/2fa/totp/deactivate/", "停用應用程式"),
        ("/account/2fa/reauthenticate/", "請輸入驗證應用程式的驗證碼"),
    ]:
        assert words in client.get(address).text


def code_now(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))
