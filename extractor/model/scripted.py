"""A model that answers by a script: a full member of the family, for tests, benchmarks and dry runs.

Comes in: a function from a question to the text of an answer, or None for no answer. Goes out: replies as
an endpoint's would be. Never sends anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from extractor.model.estimate import estimate_question, estimate_tokens
from extractor.model.interface import Question, Reply, Usage
from extractor.model.ledger import Ledger

Script = Callable[[Question], object]


@dataclass(slots=True)
class ScriptedModel:
    """Answers with what ``script`` gives: plain data of the answer's shape, or None to leave it unanswered."""

    script: Script
    name: str = "scripted"
    asked: list[Question] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    async def ask(self, question: Question, *, deadline: float | None = None) -> Reply:
        """Answer at once; tokens are estimated, as if they had been sent."""
        self.asked.append(question)
        data = self.script(question)
        if data is None:
            return Reply(None, "over_budget")
        said = json.dumps(data, ensure_ascii=False)
        usage = Usage(1, estimate_question(question), estimate_tokens(said))
        self.ledger.book(question.reason, usage)
        return Reply(question.answer.model_validate(data), "answered", usage)


def unanswered(_question: Question) -> None:
    """The script of a dry run: nothing is sent, nothing comes back."""
