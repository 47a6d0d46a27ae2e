"""Mix: the readings of several readers become one.

Comes in: the offline reading and what the models propose. Goes out: one ``Reading`` in which every
disagreement is a choice for the laws, and the places where a model's word is at stake. See ``readings``.
"""

from extractor.mix.objections import Objection, objections
from extractor.mix.readings import Mixture, Proposal, mix

__all__ = ["Mixture", "Objection", "Proposal", "mix", "objections"]
