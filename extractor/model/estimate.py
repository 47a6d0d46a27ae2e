"""How many tokens a text will be: a rule of thumb, because no vocabulary is at hand offline.

Comes in: a text. Goes out: a number of tokens. Never loads a vocabulary, never goes to the
network; the number is for rates, budgets and dry runs, what is booked is what the endpoint says.
"""

from __future__ import annotations

import re
from math import ceil

CJK = re.compile(r"[⺀-鿿가-힯豈-﫿︰-﹏＀-｠𠀀-\U0003FFFF]")
TOKENS_PER_CJK = 0.8
"""Vocabularies of today join common pairs of Chinese characters: 0.6 to 1.0 tokens a character."""
CHARACTERS_PER_TOKEN = 3.5
"""English is about 4 characters a token, JSON and figures about 3."""


def estimate_tokens(text: str) -> int:
    """The number of tokens of a text, rounded up: 0.8 a Chinese character, 1 for 3.5 other characters.

    Good to about a quarter either way for the vocabularies in use; 0 for no text.
    """
    chinese = len(text) - len(CJK.sub("", text))
    return ceil(chinese * TOKENS_PER_CJK + (len(text) - chinese) / CHARACTERS_PER_TOKEN)
