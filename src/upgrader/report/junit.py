"""JUnit XML as Jenkins, GitLab and others read it: findings, pins and the project's own tests as three suites."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from upgrader.model import Outcome, Report, Verdict
from upgrader.report.remarks import describe_pin, one_line, printable, said, sorted_findings, sorted_pins


def render(report: Report) -> str:
    """Return the report as test suites.

    What must be fixed, a blocked pin and a broken test fail, a vanished test is an error; what may be fixed and what did
    not pass before either counts as skipped.
    """
    suites = Element("testsuites", name="upgrader")
    findings = SubElement(suites, "testsuite", name="upgrader.findings")
    for finding in sorted_findings(report):
        name = f"{finding.path}:{finding.line}:{finding.column} {finding.rule}"
        _case(findings, name, finding.rule, "failure" if finding.must else "skipped", said(finding))
    pins = SubElement(suites, "testsuite", name="upgrader.pins")
    for pin in sorted_pins(report):
        kind = {"blocked": "failure", "unknown": "skipped"}.get(pin.status, "")
        _case(pins, f"{pin.file}:{pin.line} {pin.name}", f"pin-{pin.status}", kind, describe_pin(pin))
    if report.verdict:
        _tests(SubElement(suites, "testsuite", name="upgrader.tests"), report.verdict)
    for suite in suites:
        _count(suite)
    _count(suites)
    indent(suites)
    return tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _tests(suite: Element, verdict: Verdict) -> None:
    for result in sorted(verdict.broken, key=lambda one: one.id):
        _case(suite, result.id, "broke", "failure", result.why or "passed before, does not pass after")
    for name in sorted(verdict.vanished):
        _case(suite, name, "vanished", "error", "ran before, was not collected after")
    for name in sorted(verdict.already_broken):
        _case(suite, name, "already broken", "skipped", "did not pass before either")
    for name in sorted({*verdict.passing, *verdict.fixed}):
        _case(suite, name, "passed", "", "")
    outcomes = {result.id: result.outcome for result in verdict.after.results} if verdict.after else {}
    for name in sorted(verdict.new):
        outcome = outcomes.get(name, "passed")
        kind = {"failed": "failure", "error": "error", "skipped": "skipped"}.get(outcome, "")
        _case(suite, name, "new", kind, f"was not there before, and ended as {outcome}")
    if verdict.outcome is Outcome.NOT_RUN:
        _case(suite, "the tests were run before and after", "not run", "error", verdict.why)


def _case(suite: Element, name: str, group: str, kind: str, message: str) -> None:
    case = SubElement(suite, "testcase", name=one_line(name), classname=f"{suite.get('name')}.{one_line(group)}")
    if kind:
        child = SubElement(case, kind, message=one_line(message))
        child.text = printable(message)


def _count(element: Element) -> None:
    for attribute, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        if element.tag == "testsuite" or tag != "skipped":  # the outer element has no attribute for skipped ones
            element.set(attribute, str(sum(1 for _ in element.iter(tag))))
