"""How many tokens a question will be: rules of thumb, because no vocabulary is at hand offline.

Comes in: a text, or an image's size. Goes out: a number of tokens. Never loads a vocabulary, never goes to the
network; the number is for rates, budgets and dry runs, what is booked is what the endpoint says.
"""

from __future__ import annotations

import re
from math import ceil

from extractor.model.interface import Question, QuestionImage

CJK = re.compile(r"[⺀-鿿가-힯豈-﫿︰-﹏＀-｠𠀀-\U0003FFFF]")
TOKENS_PER_CJK = 0.8
"""Vocabularies of today join common pairs of Chinese characters: 0.6 to 1.0 tokens a character."""
CHARACTERS_PER_TOKEN = 3.5
"""English is about 4 characters a token, JSON and figures about 3."""
TOKENS_AN_IMAGE, TOKENS_A_TILE = 85, 170
TILE, LONGEST_SIDE, SHORTER_SIDE = 512, 2048, 768
"""OpenAI's published count: in high detail an image is fitted into 2048 x 2048 and its shorter side into 768."""


def estimate_tokens(text: str) -> int:
    """The number of tokens of a text, rounded up: 0.8 a Chinese character, 1 for 3.5 other characters.

    Good to about a quarter either way for the vocabularies in use; 0 for no text.
    """
    chinese = len(text) - len(CJK.sub("", text))
    return ceil(chinese * TOKENS_PER_CJK + (len(text) - chinese) / CHARACTERS_PER_TOKEN)


def estimate_image(image: QuestionImage) -> int:
    """The number of tokens of an image: 85, and in high detail 170 more for each tile of 512 x 512 pixels.

    Other vendors count otherwise, most of them less.
    """
    if image.detail == "low":
        return TOKENS_AN_IMAGE
    longer, shorter = max(image.width, image.height), min(image.width, image.height)
    scale = min(1.0, LONGEST_SIDE / longer, SHORTER_SIDE / max(shorter, 1))
    tiles = ceil(longer * scale / TILE) * max(1, ceil(shorter * scale / TILE))
    return TOKENS_AN_IMAGE + TOKENS_A_TILE * tiles


def estimate_question(question: Question, schema: str = "") -> int:
    """The number of tokens of a question with its images, and with the text of its schema where that is known."""
    text = question.system + question.user + schema + "".join(image.caption for image in question.images)
    return estimate_tokens(text) + sum(map(estimate_image, question.images))
