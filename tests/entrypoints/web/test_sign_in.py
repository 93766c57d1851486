"""Signing in, the second step, and setting a password, walked through as a person does."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(person_with):
    user = person_with("manager", username="E001")
    user.set_password("correct-horse-9")
    user.save()
    return user


def sign_in(client, login="E001", password="correct-horse-9"):
    return client.post("/account/login/", {"login": login, "password": password})


@pytest.mark.parametrize("login", ["E001", "E001@example.com"])
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
    sent = client.post("/account/password/reset/", {"email": "E001@example.com"}, follow=True)
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


def test_the_second_step_is_set_up_used_and_taken_off(client, person):
    sign_in(client)
    assert "設定驗證應用程式" in client.get("/account/2fa/").text
    form = client.get("/account/2fa/totp/activate/").text
    secret = re.search(r"<code>(\w+)</code>", form)[1]

    def code() -> str:
        return totp.format_hotp_value(
            totp.hotp_value(secret, totp.yield_hotp_counters_from_time().__next__())
        )

    codes = client.post("/account/2fa/totp/activate/", {"code": code()}, follow=True).text
    recovery = re.findall(r"<li>([0-9a-f]{8})</li>", codes)
    assert len(recovery) == 10

    client.post("/account/logout/")
    assert sign_in(client).headers["Location"].startswith("/account/2fa/authenticate/")
    assert "六位數字" in client.get("/account/2fa/authenticate/").text
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    client.post("/account/2fa/authenticate/", {"code": recovery[0]})
    assert client.get("/me").status_code == 200

    assert "已啟用驗證應用程式" in client.get("/account/2fa/").text
    assert client.get("/account/2fa/recovery-codes/").status_code == 200
    assert client.get("/account/2fa/recovery-codes/generate/").status_code == 200
    assert "停用應用程式" in client.get("/account/2fa/totp/deactivate/").text
