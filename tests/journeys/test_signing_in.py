"""Signing in: joining with a second factor, recovery codes, passkeys, and losing it all."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.conftest import complaints_of
from tests.journeys.given import DESK
from tests.journeys.somebody import Somebody
from tests.journeys.stack import Stack, code_at, now_step

HAL, PAT = "hal@housing.example", "pat@police.example"
PASSWORD = "seven quiet marbles roll"
SignedIn = Callable[..., Somebody]


@pytest.fixture
def visitor(stack: Stack, browser: Browser) -> Iterator[Callable[[], Somebody]]:
    """visitor(): somebody at a new browser who has not signed in."""
    contexts, pages = [], []

    def come() -> Somebody:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.complaints = complaints_of(page)
        contexts.append(context)
        pages.append(page)
        return Somebody(page, stack.url)

    yield come
    complaints = [complaint for page in pages for complaint in page.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


def key_of(page: Page) -> tuple[CDPSession, str]:
    """A device with a fingerprint reader, as Chromium's own tests have one."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    made = device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return device, made["authenticatorId"]


def secret_on(page: Page) -> str:
    return re.sub(r"\s", "", page.locator("main strong").first.inner_text())


def sets_up_an_app(person: Somebody) -> tuple[str, list[str]]:
    """From the page that asks which second factor it is to be, to the end. Secret and codes."""
    person.press("Set up an app")
    expect(person.page.get_by_role("img", name="The picture for your app")).to_be_visible()
    secret = secret_on(person.page)
    person.write("The 6 numbers that the app shows now", "000000")
    person.press("Set up")
    person.is_told("Enter the 6 numbers that the app shows now")
    assert secret_on(person.page) == secret
    person.write("The 6 numbers that the app shows now", code_at(secret, now_step()))
    person.press("Set up")
    assert person.heading == "Keep your recovery codes"
    codes = person.main.get_by_role("listitem").all_inner_texts()
    person.press("I have kept them")
    return secret, codes


def joins_housing(
    name: str, signed_in: SignedIn, visitor: Callable[[], Somebody], stack: Stack
) -> tuple[Somebody, str]:
    """Invited by Hal, approved by Amal; has chosen a password. Returns them and their address."""
    hal, amal = signed_in(HAL), signed_in(DESK)
    email = f"{name.lower()}@housing.example"
    hal.open("/members/invite/")
    hal.write("Their name", name)
    hal.write("Their work email", email)
    hal.choose("What will they do?", "Agency worker")
    hal.press("Propose them")
    hal.sees("Proposed.")
    amal.open(f"/invitations/{hal.reference}/")
    amal.page.get_by_role("button", name="Approve and invite").click()
    amal.press("Approve and invite")
    amal.sees("Approved and invited")
    person = visitor()
    person.open(stack.link_to(email))
    person.write("Choose a password", "Safeguarding2026!")
    person.press("Join")
    person.is_told("words that others would guess")
    person.write("Choose a password", PASSWORD)
    person.press("Join")
    return person, email


def test_an_invited_person_joins_sets_up_an_app_works_and_comes_back_with_a_recovery_code(
    signed_in: SignedIn, visitor: Callable[[], Somebody], stack: Stack
) -> None:
    nell, email = joins_housing("Nell", signed_in, visitor, stack)
    assert nell.heading == "Set up your second factor"
    nell.open("/my-work/")
    assert nell.heading == "Set up your second factor"
    _, codes = sets_up_an_app(nell)
    assert nell.open("/incidents/") == 200
    nell.press("Sign out")

    # On another computer, without the phone
    again = visitor()
    again.gives_password(email, PASSWORD)
    again.gives_code(codes[4])
    again.sees("You used a recovery code. 9 left.")
    again.press("Sign out")
    again.gives_password(email, PASSWORD)
    again.gives_code(codes[4])
    again.is_told("That is not right")


def test_a_passkey_is_added_used_after_the_password_and_instead_of_it(
    signed_in: SignedIn,
) -> None:
    pat = signed_in(PAT, fresh=True)
    device, key = key_of(pat.page)
    pat.open("/account/")
    pat.press("Add a passkey")
    pat.write("What do you call this device?", "My work laptop")
    pat.press("Add a passkey")
    pat.sees("The passkey is added.", "My work laptop")
    assert len(device.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1

    # After the password
    pat.page.get_by_role("button", name="Sign out").click()
    pat.gives_password(PAT)
    pat.press("Use your passkey")
    expect(pat.page.get_by_role("link", name="how you sign in")).to_be_visible()

    # Instead of it
    pat.page.get_by_role("button", name="Sign out").click()
    pat.press("Use a passkey instead")
    expect(pat.page.get_by_role("link", name="how you sign in")).to_be_visible()

    # A finger that the device does not know opens nothing
    pat.page.get_by_role("button", name="Sign out").click()
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    expect(pat.page.get_by_text("The passkey was not given")).not_to_be_attached()
    pat.press("Use a passkey instead")
    expect(pat.page.get_by_text("The passkey was not given")).to_be_visible()
    assert pat.open("/my-work/") == 200
    expect(pat.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_who_lost_everything_is_seen_by_their_lead_and_released_by_the_desk(
    signed_in: SignedIn, visitor: Callable[[], Somebody], stack: Stack
) -> None:
    sol, email = joins_housing("Sol", signed_in, visitor, stack)
    before, _ = sets_up_an_app(sol)
    hal, amal = signed_in(HAL, fresh=True), signed_in(DESK, fresh=True)
    hal.open("/members/")
    hal.follow("Sol")
    hal.page.get_by_role("button", name="They lost their second factor").click()
    hal.press("I have seen them")
    hal.is_told("Select how you saw them")
    hal.choose("How did you see them?", "In person")
    hal.write("How do you know that it was they?", "We share an office.")
    hal.press("I have seen them")
    hal.sees("Recorded.")
    assert sol.open("/my-work/") == 200
    amal.open("/my-work/")
    amal.page.get_by_role("link", name=hal.reference).first.click()
    amal.page.get_by_role("button", name="Release").first.click()
    amal.press("Release")
    amal.sees("Released")

    # Signed out at once; the password leads to setting up anew, and to nothing else
    sol.open("/my-work/")
    expect(sol.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    sol.gives_password(email, PASSWORD)
    assert sol.heading == "Set up your second factor"
    after, _ = sets_up_an_app(sol)
    assert after != before
    assert sol.open("/my-work/") == 200
