"""Text that somebody wrote, as it may be shown: every letter of it, and nothing in it that is obeyed or unseen."""

from __future__ import annotations

import re
import unicodedata

# Not seen, or obeyed: controls, escapes, marks of direction, zero widths, surrogates, separators of lines and
# paragraphs, letters without any form, and numbers that are no letters, of which XML has no place for most. Joiners
# are left, which change the letters beside them, and selectors of a variant, which change the one before.
_NO_LETTERS = "".join(
    f"{chr(plane + 0xFFFE)}-{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
_FORMLESS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    f"\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff{_NO_LETTERS}"
)
_TAGS = "\U000e0020-\U000e007f"  # spell which flag a black flag is, and nowhere else mean anything
_PATTERN = f"[{_FORMLESS}]|(?<![\U0001f3f4{_TAGS}])[{_TAGS}]+"
HIDDEN, HIDDEN_OR_BREAK = re.compile(_PATTERN), re.compile(f"[\n\t]|{_PATTERN}")
_CALLED = {"\x00": "NUL", "\x07": "BELL", "\x08": "BACKSPACE", "\x0b": "VERTICAL TAB", "\x0c": "FORM FEED",
           "\r": "CARRIAGE RETURN", "\x1a": "SUBSTITUTE", "\x1b": "ESCAPE", "\x7f": "DELETE"}  # fmt: skip


def visible(text: str, kept: str = "") -> str:
    r"""The text with every letter that is not seen, or would be obeyed, as its code: `\u001b`.

    The codes are those of JSON and TOML, so either stays what it was if its text is given with `kept="\n\t"`.
    A line break or tab that is not kept becomes a blank: words flow. Brackets, backslashes, joined emoji and
    letters of any script are left as they are.
    """
    if text.isascii() and text.isprintable():
        return text
    return HIDDEN_OR_BREAK.sub(lambda found: "".join(_shown(letter, kept) for letter in found[0]), text)


def _shown(letter: str, kept: str) -> str:
    if letter in kept:
        return letter
    return " " if letter in "\n\t" else code(letter)


def code(letter: str) -> str:
    r"""How JSON and TOML spell a letter by its number: `\u001b`."""
    number = ord(letter)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def hidden_letter(text: str) -> str:
    """The first letter that `visible` would spell out, "" if there is none; line breaks and tabs are not hidden."""
    found = None if text.isascii() and text.isprintable() else HIDDEN.search(text)
    return found[0][0] if found else ""


def called(letter: str) -> str:
    r"""A letter that is not seen, in words: `\u202e (RIGHT-TO-LEFT OVERRIDE)`."""
    name = _CALLED.get(letter) or unicodedata.name(
        letter, "a control character" if letter < "\xa0" else "no letter"
    )
    return f"{code(letter)} ({name})"
