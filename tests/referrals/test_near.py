"""Known things are found however they are spelt or grouped, and other words are left alone."""

import random
import re
import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.near import Finder, Kind, Known
from referrals.near.finding import at_most_one_wrong
from referrals.near.known import named_places, proper_words

# Nothing of this is near any name below: not in one letter, and not two words together.
FILLER = re.findall(
    r"\w+",
    "the man said he was told to wash cars from six until ten and got nothing for it then they took"
    " his phone and made him sleep behind a kitchen with four others until police came by",
)
NAMES = (
    "Zdravka", "Müller", "Quyền", "O'Brien-Yıldız", "Nguyễn", "Łucjańska", "Đặng", "Dragomir",
    "Ahmadzai", "Xhemajl", "Ifeoluwa", "Vytautas", "Mbeki", "Þorvaldur", "Crişan",
)  # fmt: skip
SEPARATORS = (" ", "-", "–", ". ", "/", "’", "\u00ad", "\u200b", "\n")
sentences = st.lists(st.sampled_from(FILLER), max_size=12).map(" ".join)


def found(known: list[Known], text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in Finder(known).hits(text)]


def name(value: str) -> Known:
    return Known(Kind.NAME, value, "a name")


def plain(word: str) -> str:
    """Without accents, by hand for these names: the product's own folding is not asked."""
    hand = {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "þ": "th", "Þ": "Th"}
    swapped = "".join(hand.get(c, c) for c in word)
    apart = unicodedata.normalize("NFD", swapped)
    return "".join(c for c in apart if unicodedata.category(c) != "Mn")


@st.composite
def respelt(draw: st.DrawFn, word: str) -> str:
    """One way to write `word` that still is near it: the definition, told a second time."""
    if draw(st.booleans()):
        word = plain(word)
    if draw(st.booleans()):
        word = unicodedata.normalize("NFD", word)
    letters = [c for c in plain(word) if c.isalpha()]
    if len(letters) >= 5 and draw(st.booleans()):
        at = draw(st.integers(0, len(letters) - 2))
        other = draw(st.sampled_from("bcdfghjkmpqvwxz"))
        edit = draw(st.sampled_from(("insert", "delete", "replace", "transpose")))
        letters[at : at + 2] = {
            "insert": [other, *letters[at : at + 2]],
            "delete": letters[at + 1 : at + 2],
            "replace": [other, letters[at + 1]],
            "transpose": letters[at : at + 2][::-1],
        }[edit]
        word = "".join(letters)
    cuts = draw(st.sets(st.integers(1, max(1, len(word) - 1)), max_size=3))
    cut = "".join(
        (draw(st.sampled_from(SEPARATORS)) if i in cuts else "") + c for i, c in enumerate(word)
    )
    return draw(st.sampled_from((str.upper, str.lower, str.title, str)))(cut)


@given(data=st.data(), known=st.sampled_from(NAMES), before=sentences, after=sentences)
def test_every_near_spelling_of_a_name_is_found(data, known, before, after):
    word = data.draw(respelt(known))
    text = f"{before} {word}, {after}"
    start, end = len(before) + 1, len(before) + 1 + len(word)
    hits = Finder([name(known)]).hits(text)
    assert any(hit.start < end and hit.end > start for hit in hits), (known, word)


@given(
    data=st.data(),
    first=st.sampled_from(NAMES),
    last=st.sampled_from(NAMES),
    turned=st.booleans(),
    glue=st.sampled_from(("", " ", "-", ", ")),
)
def test_whole_names_are_found_in_either_order_and_written_as_one_word(
    data, first, last, turned, glue
):
    parts = [data.draw(respelt(first)), plain(last)]
    word = glue.join(parts[::-1] if turned else parts)
    assert found([name(f"{first} {last}")], f"so {word} left")


@given(words=st.lists(st.sampled_from(FILLER), max_size=200))
def test_other_words_are_left_alone(words):
    known = [name(each) for each in NAMES]
    known += [Known(Kind.PLACE, "14b Quarry Street, Oldbury, B69 3DB", "a place")]
    assert found(known, " ".join(words)) == []


@given(number=st.integers(1_000_000, 999_999_999), data=st.data())
def test_digits_are_found_however_they_are_grouped(number, data):
    digits = str(number)
    cuts = data.draw(st.sets(st.integers(1, len(digits) - 1), max_size=5))
    mark = data.draw(st.sampled_from((" ", "-", ".", " - ", "/", "  ")))
    grouped = "".join((mark if i in cuts else "") + d for i, d in enumerate(digits))
    finder = Finder([Known(Kind.NUMBER, digits, "a document number")])
    whats = {what for hit in finder.hits(f"no {grouped}, he said") for what in hit.whats}
    assert "a document number" in whats


@pytest.mark.parametrize("stored", ["+44 7700 900982", "07700900982", "0044 7700-900-982"])
@pytest.mark.parametrize(
    "written",
    ["07700 900982", "+447700900982", "0044 7700 900 982", "(07700) 900 982", "7700.900.982",
     "+44 (0)7700 900982", "٠٧٧٠٠٩٠٠٩٨٢"],
)  # fmt: skip
def test_a_telephone_number_is_found_with_and_without_the_country(stored, written):
    finder = Finder([Known(Kind.NUMBER, stored, "a telephone number")])
    (hit,) = finder.hits(f"call {written} at night")
    assert hit.whats == ("a telephone number",)


@given(day=st.dates(date(1930, 1, 1), date(2010, 12, 31)), data=st.data())
def test_a_date_of_birth_is_found_in_every_spelling(day, data):
    month, short = day.strftime("%B"), day.strftime("%b")
    ending = {1: "st", 2: "nd", 3: "rd"}.get(
        day.day % 10 if day.day not in (11, 12, 13) else 0, "th"
    )
    spelling = data.draw(
        st.sampled_from(
            [
                f"{day.day}/{day.month}/{day.year}",
                f"{day.day:02}.{day.month:02}.{day.year}",
                f"{day.day}-{day.month}-{day.year % 100:02}",
                f"{day.day} {day.month} {day.year}",
                day.isoformat(),
                f"{day.month}/{day.day}/{day.year}",
                f"{day.day} {month} {day.year}",
                f"{day.day}{ending} of {month.lower()}, {day.year}",
                f"{day.day} {short} ’{day.year % 100:02}",
                f"{month} {day.day}, {day.year}",
                f"{month.upper()} {day.day}{ending}",
                f"{day.day}{short}{day.year}",
                f"{day.day} {month}",
                day.strftime("%Y%m%d"),
                day.strftime("%d%m%Y"),
            ]
        )
    )
    finder = Finder([Known(Kind.DATE, day.isoformat(), "the date of birth")])
    whats = {what for hit in finder.hits(f"born {spelling}.") for what in hit.whats}
    assert "the date of birth" in whats, spelling


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (Known(Kind.NUMBER, "Passport ZR 1234567", "x"), "her passport zr123 4567"),
        (Known(Kind.NUMBER, "Passport ZR 1234567", "x"), "her passport 1234567"),
        (Known(Kind.NUMBER, "AB12CD34", "x"), "it was ab 12-cd 34"),
        (Known(Kind.NUMBER, "20/445566/26", "x"), "under 20 445566 26"),
        (Known(Kind.EMAIL, "zuzi.zmark@example.org", "x"), "zuzi zmark at example org"),
        (Known(Kind.EMAIL, "zuzi.zmark@example.org", "x"), "her user name zuzizmark"),
        (Known(Kind.PLACE, "Flat 2, 14b Quarry Street, Oldbury", "x"), "14B Quarry St"),
        (Known(Kind.PLACE, "Flat 2, 14b Quarry Street, Oldbury", "x"), "in quarrystreet"),
        (Known(Kind.PLACE, "Flat 2, 14b Quarry Street, Oldbury", "x"), "in OLDBUYR"),
        (Known(Kind.PLACE, "B69 3DB", "x"), "b693db"),
        (Known(Kind.ALIAS, "Zuzi, also known as May", "x"), "in may she left"),
        (Known(Kind.NAME, "Rose Le", "x"), "a rose"),
        (Known(Kind.PHRASE, "man in blue jacket", "x"), "the Man in blue-jacket"),
        (Known(Kind.NAME, "王 伟", "x"), "我叫王伟很怕"),
        (Known(Kind.NAME, "伟 王", "x"), "我叫王伟很怕"),
        (Known(Kind.NAME, "सुनीता", "x"), "सुनीताजी डरती है"),
        (Known(Kind.NAME, "김민수", "x"), "김민수는 두려워했다"),
        (Known(Kind.NAME, "محمد", "x"), "قال مُحَمَّد إنه خائف"),
        (Known(Kind.NAME, "สมชาย", "x"), "เขาชื่อสมชายและกลัว"),
    ],
)
def test_what_is_known_is_found(known, text):
    assert [hit.whats for hit in Finder([known]).hits(text)] != []
    assert "x" in {what for hit in Finder([known]).hits(text) for what in hit.whats}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("write to someone@example.com", "someone@example.com"),
        ("call 0121 496 0000 tonight", "0121 496 0000"),
        ("she is @zuzi_zz there", "@zuzi_zz"),
        ("in B66 1AA they", "B66 1AA"),
        ("file 445566", "445566"),
    ],
)
def test_numbers_and_addresses_are_found_whoever_they_belong_to(text, word):
    assert found([], text) == [word]


@pytest.mark.parametrize(
    "text",
    [
        "", "From 2019 to 2021, then 2022-2023.", "On 12/03/2021 and 14 May 2022 at 10:30",
        "He was paid 20 pounds for 80 hours", "between 12.03.2021 and 15.03.2021",
        "15 people in 3 rooms", "2019/2020",
    ],
)  # fmt: skip
def test_days_years_and_small_numbers_are_no_hits(text):
    assert found([Known(Kind.DATE, "1999-03-27", "x")], text) == []


def test_another_day_of_birth_is_no_hit_and_names_of_four_letters_are_compared_exactly():
    assert found([Known(Kind.DATE, "1999-03-27", "x")], "born 28 March 1999") == []
    assert found([name("Anna")], "Ana, Anja and Hannah") == []


def test_a_hit_says_where_it_is_and_what_it_may_be():
    known = [Known(Kind.NAME, "Zdravka", "a name"), Known(Kind.PLACE, "Zdravka", "a place")]
    (hit,) = Finder(known).hits("So ZDRAVKA, left.")
    assert (hit.start, hit.end, hit.whats) == (3, 10, ("a name", "a place"))


@given(one=st.text("abc", max_size=6), other=st.text("abc", max_size=6))
def test_one_letter_wrong_is_what_the_definition_says(one, other):
    """Against all strings that one change makes of the first."""
    reached = {one}
    for i in range(len(one) + 1):
        reached |= {one[:i] + c + one[i:] for c in "abc"}
        if i < len(one):
            reached |= {one[:i] + one[i + 1 :]} | {one[:i] + c + one[i + 1 :] for c in "abc"}
        if i + 1 < len(one):
            reached.add(one[:i] + one[i + 1] + one[i] + one[i + 2 :])
    assert at_most_one_wrong(one, other) is (other in reached)


def test_places_are_taken_out_of_what_was_typed_about_a_birthplace():
    assert named_places("a small village near Vlora, Albania", ["Albania"]) == ["Vlora"]
    assert named_places("Not known", []) == []
    assert named_places("vlora, albania", ["Albania"]) == ["vlora"]
    assert named_places("She grew up with her aunt in Shkodra and went to school") == ["Shkodra"]
    assert named_places("Washed cars from early to late and slept above the garage") == []
    assert proper_words("her cousin Zana Hoxha (in Leeds)") == ["Zana", "Hoxha", "Leeds"]


def test_twelve_full_texts_are_searched_well_within_a_second():
    chance = random.Random(20261128)
    texts = [" ".join(chance.choice(FILLER) for _ in range(4_000))[:15_000] for _ in range(12)]
    known = [name(f"{a} {b}") for a in NAMES for b in NAMES[:3]]
    known += [Known(Kind.PLACE, f"{n} Quarry{n} Street, Oldbury", "a place") for n in range(15)]
    known += [Known(Kind.NUMBER, f"+44 7700 9009{n}", "a number") for n in range(10, 25)]
    texts[3] = texts[3][:7_000] + " zdarvka " + texts[3][7_000:]
    begun = time.process_time()
    finder = Finder(known)
    hits = [hit for text in texts for hit in finder.hits(text)]
    assert time.process_time() - begun < 2
    assert [texts[3][hit.start : hit.end] for hit in hits] == ["zdarvka"]


@pytest.mark.parametrize("unit", ["a", "a ", "1", "1 ", "@", "zdrav", "27/", "zd ravka ", "12.3."])
def test_no_text_takes_long(unit):
    text = (unit * 15_000)[:15_000]
    begun = time.process_time()
    Finder([name("Zdravka Aaaaaaaa"), Known(Kind.NUMBER, "1111111", "x")]).hits(text)
    assert time.process_time() - begun < 2


def test_the_filler_really_is_far_from_every_name():
    """So that the test of other words proves something: each name planted in it is found."""
    for each in NAMES:
        assert found([name(each)], f"{' '.join(FILLER)} {plain(each)}") != []
    assert not re.search("zdrav", " ".join(FILLER))
