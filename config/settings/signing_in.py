"""Passwords, how guessing them is slowed down, and second factors. See docs/decisions/0012."""

from datetime import timedelta

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "agencies.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "agencies.passwords.NotAboutThem", "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "agencies.passwords.NotCommon"},
    {"NAME": "agencies.passwords.NotOfThisWork"},
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# The header in which a proxy of ours writes the address it was asked from; "" without a proxy.
CLIENT_ADDRESS_HEADER = ""

# Wrong passwords are counted for an account and an address together, so that a stranger elsewhere
# holds up nobody; see agencies/throttling.py, which also keeps what was typed out of the tables.
AXES_HANDLER = "agencies.throttling.Handler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "agencies.throttling.counted_for"
AXES_CLIENT_IP_CALLABLE = "agencies.throttling.address_of"
AXES_CLIENT_STR_CALLABLE = "agencies.throttling.nobody"
AXES_FAILURE_LIMIT = "agencies.throttling.limit"
AXES_COOLOFF_TIME = timedelta(minutes=10)
# Trying on while held up does not make it longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Of allauth only the second factors are used; its pages have no addresses here.
ACCOUNT_ADAPTER = "agencies.factor_adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Wrong codes of one person, who gave the password already.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
MFA_ADAPTER = "agencies.factor_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Partnership casework"
# The code before and after the present one will do as well, each once; see agencies/factors.py.
MFA_TOTP_TOLERANCE = 1
# A passkey alone signs in, so it has to ask for a finger, a face or a number.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# For so long after the password a second factor may follow; setting one up needs the longer part.
FACTOR_MAY_FOLLOW_FOR = timedelta(minutes=30)
