"""Fail fast: an endpoint that failed for good is not asked again in the same run.

Comes in: how questions ended. Goes out: the fault that closed the endpoint, raised before a
connection is opened. Never opens again within a run: the next run tries anew.
"""

from __future__ import annotations

from extractor.errors import EndpointError
from extractor.model.sentences import anew

STRIKES = 3
"""So many questions in a row that patience could not save close the endpoint."""


class Breaker:
    """Shared by all models of a run, for they ask the same endpoint."""

    def __init__(self) -> None:
        self._fault: EndpointError | None = None
        self._strikes = 0

    def check(self) -> None:
        """Raise what closed the endpoint, if anything did."""
        if self._fault is not None:
            raise anew(self._fault)

    def close(self, fault: EndpointError) -> None:
        """Ask no more: nothing that this run can do will help. The first fault stands."""
        self._fault = self._fault or fault

    def strike(self, fault: EndpointError) -> None:
        """A question was given up; the third in a row closes the endpoint."""
        self._strikes += 1
        if self._strikes >= STRIKES:
            self.close(fault)

    def worked(self) -> None:
        """The endpoint answered: whatever went before was a passing fault."""
        self._strikes = 0
