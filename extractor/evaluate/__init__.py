"""How well records agree with what is expected of them: leaf by leaf, form by form, kind by kind of damage.

Comes in: records, or documents to be recovered, with their expected files. Goes out: verdicts and figures.
Scoring knows no file and runs no reader; what does (``run``) is loaded only where it is asked for.
"""

from __future__ import annotations

from extractor.evaluate.agreement import agree, normal, similarity
from extractor.evaluate.cases import Case, cases_of_folder, generated_cases
from extractor.evaluate.judging import Observation, judge_record
from extractor.evaluate.pairing import pair_forms, pair_rows
from extractor.evaluate.run import evaluate, observations
from extractor.evaluate.scoring import Figures, ScoredLeaf, count, score_form, score_record

__all__ = [
    "Case",
    "Figures",
    "Observation",
    "ScoredLeaf",
    "agree",
    "cases_of_folder",
    "count",
    "evaluate",
    "generated_cases",
    "judge_record",
    "normal",
    "observations",
    "pair_forms",
    "pair_rows",
    "score_form",
    "score_record",
    "similarity",
]
