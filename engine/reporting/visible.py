"""Text that somebody wrote, as it may be shown: every letter of it, and nothing in it that is obeyed."""

from __future__ import annotations

import unicodedata

_OBEYED = ("Cc", "Cs", "Zl", "Zp")  # controls, lone surrogates, separators of lines and paragraphs
# Not seen, and they turn, join or hide what is: marks of direction, zero widths, soft hyphen, annotations.
_UNSEEN = {
    *(0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFFF9, 0xFFFC),
}
_NO_LETTERS = {*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF}  # XML has no place for the last two


def visible(text: str, kept: str = "") -> str:
    r"""The text with every control character, terminal escape and mark of direction as its code: `\u001b`.

    The codes are those of JSON and TOML, so either stays what it was if its text is given with `kept="\n\t"`.
    A line break or tab that is not kept becomes a blank: words flow. Brackets, backslashes, joined emoji and
    letters of any script are left as they are.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter if letter in kept else _shown(letter) for letter in text)


def _shown(letter: str) -> str:
    if letter in "\n\t":
        return " "
    code = ord(letter)
    hidden = unicodedata.category(letter) in _OBEYED or code in _UNSEEN or code in _NO_LETTERS
    return f"\\u{code:04x}" if hidden else letter
