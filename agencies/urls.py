"""Addresses of signing in and of how one does it."""

from django.urls import path

from agencies import account_views as account
from agencies import factor_views as factor
from agencies import lock_views as lock
from agencies import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/passkey/", factor.passkey_sign_in, name="passkey_sign_in"),
    path(
        "sign-in/passkey/challenge/",
        factor.passkey_sign_in_challenge,
        name="passkey_sign_in_challenge",
    ),
    path("sign-in/code/", factor.give_factor, name="give_factor"),
    path("sign-in/code/passkey/", factor.give_passkey, name="give_passkey"),
    path("sign-in/code/challenge/", factor.passkey_challenge, name="passkey_challenge"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("lock/", lock.lock_now, name="lock_now"),
    path("lock/standing/", lock.standing, name="lock_standing"),
    path("lock/open/", lock.unlock, name="unlock"),
    path("lock/passkey/", lock.passkey_challenge, name="lock_passkey"),
    path("choose-agency/", views.choose_agency, name="choose_agency"),
    path("account/", account.how_you_sign_in, name="how_you_sign_in"),
    path("account/set-up/", account.set_up_factor, name="set_up_factor"),
    path("account/app/", account.set_up_app, name="set_up_app"),
    path("account/passkeys/add/", account.add_passkey, name="add_passkey"),
    path("account/passkeys/options/", account.passkey_options, name="passkey_options"),
    path("account/recovery-codes/", account.recovery_codes, name="recovery_codes"),
    path(
        "account/recovery-codes/renew/",
        account.renew_recovery_codes,
        name="renew_recovery_codes",
    ),
    path("account/factors/<slug:handle>/remove/", account.remove_factor, name="remove_factor"),
    path("account/password/", account.change_password, name="change_password"),
]
