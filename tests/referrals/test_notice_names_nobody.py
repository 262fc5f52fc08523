"""A full record of somebody who chose not to be referred: nothing of who they are goes anywhere."""

import io
import json
import re
import unicodedata

import pytest
from django.core import mail
from django.utils import timezone
from pypdf import PdfReader

from agencies.models import AuditEvent
from referrals import checking, engine
from referrals.drafts import drafted
from referrals.free_texts import texts_sent
from referrals.models import Referral, ReferralAnswers
from referrals.terms import Status
from tests import make
from tests.referrals.answering import NAMED, full
from tests.referrals.notices import texts_were_checked
from tests.referrals.test_pages import text_of
from tests.victims.cast import Cast, actor, cast, signed_in
from victims.actions import assign
from victims.models import Contact, Identity

pytestmark = pytest.mark.django_db

RECORD = {
    "given_names": "Ždravkaa Lưu", "family_name": "Zmarková", "aliases": "Zuzi",
    "born_on": "1999-03-27", "document_numbers": "Passport ZR 7788990",
}  # fmt: skip
CONTACT = {
    "staying_area": "Zwestbury", "phone": "+44 7700 900982", "email": "zmark.zuzi@example.org",
}  # fmt: skip
# As somebody may write it in a text, and what of it may stand in nothing that goes out.
PLANTED = {
    "zdravka came first": "zdravka", "Z-DRAVKAA said so": "zdravkaa",
    "Zdarvkaa was there": "zdarvkaa",
    "old Zmarkowa": "zmarkowa", "ZMAR KOVA": "zmarkova", "the friend, zuzi,": "zuzi",
    "born on 27.3.99": "27399", "born March 27th": "march27", "it was 1999-03-27": "19990327",
    "passport zr778 8990": "zr7788990", "number 7788990": "7788990",
    "rang 07700-900 982": "07700900982", "in ZWESTBURRY": "zwestburry",
    "at z westbury": "zwestbury",
    "zmark.zuzi@example.org": "zmarkzuzi", "lưuzmarková": "luuzmarkova",
    "17 Zlane": "17zlane", "her Zcousin": "zcousin", "for zbrother": "zbrother",
    "under 20 445566 26": "2044556626",
}  # fmt: skip
NEUTRAL = "Washed cars for nothing and was afraid"


def letters(text: str) -> str:
    """All letters and digits of `text` in one row, without case and accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if c.isalnum()).casefold()


def planted_in(output: str) -> set[str]:
    row = letters(output)
    return {word for word in PLANTED.values() if word in row}


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def notice(people: Cast) -> Referral:
    """Every question of every branch is answered; the record holds who and where the person is."""
    man = people.met(people.housing, people.police)
    screening = make.screening(man, types=["LAB"])
    referral = make.referral(screening, at=None, route="DTN", question_set="nrm-2026-04")
    Referral.objects.filter(pk=referral.pk).update(author=people.bea)
    answers = full() | NAMED | {
        "pv-under-age": "no", "pv-want-to-submit-nrm": "no", "authorities-cooperation": "no",
        "birthplace": "Not asked", "someone-else-first-name": "Zoltan",
    }  # fmt: skip
    ReferralAnswers.objects.create(referral=referral, values=answers)
    referral.refresh_from_db()
    assign(man, by=actor(people.bea), at=timezone.now(), reason="First responder")
    Identity.objects.filter(person=man).update(**RECORD)
    Contact.objects.filter(person=man).update(**CONTACT)
    return referral


def written(referral: Referral, texts: dict[str, str]) -> None:
    row = ReferralAnswers.objects.get(referral=referral)
    row.values |= texts
    row.save()


def test_in_every_text_each_planted_spelling_is_found_and_none_goes_out(
    people: Cast, notice: Referral, counted
) -> None:
    draft = drafted(ReferralAnswers.objects.get(referral=notice))
    keys = [text.field.key for text in texts_sent(draft.questions, draft.answers)]
    assert len(keys) > 15
    looked_for, missed = 0, []
    for number, (text, word) in enumerate(PLANTED.items()):
        # Each text in turn holds another one, so that every text is looked at.
        held = dict.fromkeys(keys[number % 4 :: 4], f"{NEUTRAL}. {text}; {NEUTRAL}")
        written(notice, dict.fromkeys(keys, NEUTRAL) | held)
        draft = drafted(ReferralAnswers.objects.get(referral=notice))
        check = checking.text_check(draft, actor(people.bea))
        found = {passage.of.field.key for passage in check.unexplained}
        looked_for += len(held)
        missed += [(key, word) for key in held if key not in found]
        assert check.why_not() != ""
        assert planted_in(json.dumps(checking.outgoing(draft, check), ensure_ascii=False)) == set()
        identifying = {f.key for f in draft.questions.fields if f.identifies_person}
        assert not identifying & set(engine.outgoing(draft.questions, draft.answers))
    counted("planted spellings looked for in texts of a notice", looked_for)
    assert missed == []


def test_what_is_ready_says_nothing_on_any_page_in_any_file_or_message(
    people: Cast, notice: Referral
) -> None:
    draft = drafted(ReferralAnswers.objects.get(referral=notice))
    keys = [text.field.key for text in texts_sent(draft.questions, draft.answers)]
    bea = signed_in(people.bea)
    base = f"/referrals/{notice.reference}/"
    careless = {key: f"{NEUTRAL}. {' '.join(PLANTED)}" for key in keys}
    written(notice, careless)
    before = AuditEvent.objects.count()
    shown = [f"{base}{path}" for path in ("outgoing/", "pack/json/", "pack/htcds/", "beside/")]
    assert bea.get(f"{base}texts/").status_code == 200
    refused = bea.post(f"{base}steps/ready/")
    notice.refresh_from_db()
    assert notice.status == Status.DRAFT
    for path in [*shown, f"{base}pack/pdf/"]:
        assert bea.get(path).url in (f"{base}check/", base), path
    written(notice, dict.fromkeys(keys, NEUTRAL))
    texts_were_checked(notice, people.bea)
    assert bea.post(f"{base}steps/ready/").status_code == 302
    for path in shown:
        answer = bea.get(path, follow=True)
        assert answer.status_code == 200, path
        assert planted_in(words_of(answer)) == set(), path
    assert letters(NEUTRAL) in letters(words_of(bea.get(shown[1])))
    printed = words_of_pdf(bea.get(f"{base}pack/pdf/").content)
    assert letters(NEUTRAL) in letters(printed)
    assert planted_in(printed) == set()
    events = AuditEvent.objects.order_by("pk")[before:]
    trail = " ".join(f"{e.detail} {e.parts} {e.references} {e.reference}" for e in events)
    assert planted_in(trail) == set()
    assert planted_in(" ".join(f"{one.subject} {one.body}" for one in mail.outbox)) == set()
    assert "passages that may say who the person is" in text_of(refused)


def words_of(answer) -> str:
    """The words of an answer, without what a page carries for its forms."""
    return re.sub(r"<[^>]+>", " ", text_of(answer))


def words_of_pdf(content: bytes) -> str:
    """The words of all its pages, and what it says about itself."""
    with PdfReader(io.BytesIO(content)) as pdf:
        about = [str(value) for value in (pdf.metadata or {}).values()]
        return " ".join([*about, *(page.extract_text() for page in pdf.pages)])


def test_the_words_of_a_pack_are_read_out_of_its_pdf(people: Cast, notice: Referral) -> None:
    """So that finding nothing in the one of a notice means that there is nothing."""
    row = ReferralAnswers.objects.get(referral=notice)
    row.values |= {"pv-want-to-submit-nrm": "yes"}
    row.save()
    Referral.objects.filter(pk=notice.pk).update(status=Status.READY, route="NRM")
    answer = signed_in(people.bea).get(f"/referrals/{notice.reference}/pack/pdf/")
    assert {"zdravkaa", "zmarkova", "zuzi"} <= planted_in(words_of_pdf(answer.content))
