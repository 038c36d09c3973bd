"""Text that a user wrote is shown letter for letter, and nothing in it is obeyed."""

import json
import sys
import tomllib
import unicodedata

import pytest

from engine.visible import called, hidden_letter, visible

# Signs of Arabic, Syriac and Kaithi that stand before a number and are seen: format by Unicode, letters to the eye.
SEEN_THOUGH_FORMAT = (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)


@pytest.mark.parametrize(
    "text",
    [
        "[at 2024 prices] [red] [/site] [link=x] [1] [ ] \\[",
        "100% {of} $it \\u001b :smile: `x` <b>&amp;</b>",
        "Zürich, £1.3bn, naïve e\u0301, 東京, שלום, नमस्ते",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f £ $x_1$ \\frac{a}{b} {0} — “x”",
        "👩\u200d🔧 की\u200dं نمی\u200cخواهم",
    ],
)
def test_letters_are_kept(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "\\u001b[2J"),
        ("a\x00b\x07\x7f\x9b", "a\\u0000b\\u0007\\u007f\\u009b"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("a\u200bb\ufeff\u2066", "a\\u200bb\\ufeff\\u2066"),
        ("a\u2028b\u2029\r", "a\\u2028b\\u2029\\u000d"),
        ("\ud800\uffff", "\\ud800\\uffff"),
        ("two\nlines\tand", "two lines and"),
        ("\U0001ffff\u3164\U000e0041x", "\\U0001ffff\\u3164\\U000e0041x"),
    ],
)
def test_what_would_be_obeyed_is_shown_as_its_code(text, shown):
    assert visible(text) == shown


def test_lines_and_tabs_are_kept_where_they_are_ours():
    assert visible("a\n\tb\x1b", kept="\n\t") == "a\n\tb\\u001b"


def test_no_letter_of_unicode_is_obeyed_whatever_it_is():
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    shown = visible(every)
    kept = set(shown) - set("\u200c\u200d") - set(map(chr, SEEN_THOUGH_FORMAT))
    assert not {unicodedata.category(letter) for letter in kept} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not set(shown) & {
        chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
    }
    shown.encode()  # no surrogates
    assert not [
        letter for letter in shown if unicodedata.bidirectional(letter) in ("LRE", "RLE", "LRO", "RLO", "PDF")
    ]
    assert not [
        letter for letter in shown if unicodedata.bidirectional(letter) in ("LRI", "RLI", "FSI", "PDI")
    ]


def test_json_and_toml_stay_what_they_were():
    text = 'a \u202e \x7f \u0085 [b] \\ " 東'
    written = json.dumps({"x": text}, ensure_ascii=False, indent=1)
    assert json.loads(visible(written, kept="\n")) == {"x": text}
    assert tomllib.loads(visible('x = "a \u202e b"\n', kept="\n\t")) == {"x": "a \u202e b"}


def test_the_first_hidden_letter_is_found_and_called_by_its_name():
    assert hidden_letter("a note\nof two\tlines") == ""
    assert hidden_letter("safe\u202etxt.exe") == "\u202e"
    assert called("\u202e") == "\\u202e (RIGHT-TO-LEFT OVERRIDE)"
    assert called("\x1b") == "\\u001b (ESCAPE)"
    assert called("\x01") == "\\u0001 (a control character)"
