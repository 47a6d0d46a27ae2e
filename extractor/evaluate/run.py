"""The run of an evaluation: recovers every case, in worker processes, and judges it.

Comes in: cases and the settings of a reader. Goes out: an ``Evaluation``, and observations for calibration.
A document that cannot be recovered counts as one in which nothing was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from typing import Any

from extractor.errors import EndpointError, JixiaoError, NoFormError
from extractor.evaluate.cases import Case, Material, material_of
from extractor.evaluate.judging import JudgedForm, Observation, judge_record, observe
from extractor.evaluate.results import CaseResult, Evaluation, form_result
from extractor.settings import Settings
from extractor.version import VERSION


def evaluate(
    cases: Sequence[Case],
    settings: Settings,
    *,
    jobs: int = 1,
    begin: Callable[[str], None] = lambda _name: None,
) -> Evaluation:
    """Recover and judge all cases in ``jobs`` processes; ``begin`` is told the name of each as its turn comes."""
    judge = partial(judge_case, settings=settings)
    results = _one_by_one(cases, judge, begin) if jobs <= 1 else _side_by_side(cases, judge, jobs, begin)
    return Evaluation(settings.reading, f"jixiao {VERSION}", tuple(results))


def _one_by_one(
    cases: Sequence[Case], judge: Callable[[Case], CaseResult], begin: Callable[[str], None]
) -> list[CaseResult]:
    results = []
    for case in cases:
        begin(case.name)
        results.append(judge(case))
    return results


def _side_by_side(
    cases: Sequence[Case], judge: Callable[[Case], CaseResult], jobs: int, begin: Callable[[str], None]
) -> list[CaseResult]:
    """Judge in processes of their own, in the order of the cases; an interruption drops what has not begun."""
    import multiprocessing

    # Fresh processes: to fork one that draws a progress bar on another thread may hang.
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            waiting = [pool.submit(judge, case) for case in cases]
            for done in as_completed(waiting):
                begin(done.result().name)
            return [done.result() for done in waiting]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def judge_case(case: Case, settings: Settings) -> CaseResult:
    """Recover one case and judge it; a fault of any kind is kept as its sentence."""
    material = material_of(case)
    record, fault = recovered(material, settings)
    forms = tuple(form_result(form) for form in judge_record(record, material.expected))
    said, status = (None, 0) if fault is None else (_sentence(fault, settings), _status(fault))
    return CaseResult(case.name, case.row, material.kinds, forms, said, status)


def recovered(material: Material, settings: Settings) -> tuple[dict[str, Any], Exception | None]:
    """The JSON of a record, empty where there is none, and what went wrong; that no form is found is no fault."""
    from extractor.pipeline import recover_file, recover_text
    from extractor.record.record_json import to_json

    try:
        if isinstance(material.document, tuple):
            name, text = material.document
            return to_json(recover_text(text, name, settings)), None
        return to_json(recover_file(material.document, settings)), None
    except NoFormError:
        return {"forms": []}, None
    except EndpointError as fault:
        record: Any = fault.record
        return {"forms": []} if record is None else to_json(record), fault
    except Exception as fault:  # one document must not cost the figures of all the others
        return {"forms": []}, fault


def _sentence(fault: Exception, settings: Settings) -> str:
    """What went wrong, in the language of the run."""
    if isinstance(fault, JixiaoError):
        twin = getattr(fault, "__notes__", ())
        return str(twin[0]) if settings.language == "en" and twin else str(fault)
    return f"{type(fault).__name__}: {fault}"


def _status(fault: Exception) -> int:
    return fault.exit_status if isinstance(fault, JixiaoError) else 3


def observations(case: Case | Material, settings: Settings | None = None) -> Iterator[Observation]:
    """One observation per leaf of a case, recovered with the settings (default: offline): what calibration needs."""
    material = material_of(case) if isinstance(case, Case) else case
    yield from observe(material.case.name, judged_forms(material, settings or Settings(reader="offline")))


def judged_forms(material: Material, settings: Settings) -> tuple[JudgedForm, ...]:
    """Every form of a case with all its leaves; raises what the pipeline raises."""
    record, fault = recovered(material, settings)
    if fault is not None:
        raise fault
    return judge_record(record, material.expected)
