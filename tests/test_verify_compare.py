"""What two test runs mean for an upgrade."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from packaging.version import Version

from upgrader.model import Outcome, TestResult, TestRun, Versions
from upgrader.verify.compare import compare

OLD, NEW = Versions(Version("3.8")), Versions(Version("3.12"))
OUTCOMES = ("passed", "failed", "error", "skipped", "xfailed", "xpassed")


def run(python: str, exit_code: int | None = 0, why: str = "", **outcomes: str) -> TestRun:
    results = tuple(TestResult(id, outcome) for id, outcome in outcomes.items())
    return TestRun("any", Versions(Version(python)), exit_code, results, why=why)


def before(exit_code: int | None = 0, why: str = "", **outcomes: str) -> TestRun:
    return run("3.8", exit_code, why, **outcomes)


def after(exit_code: int | None = 0, why: str = "", **outcomes: str) -> TestRun:
    return run("3.12", exit_code, why, **outcomes)


def test_all_tests_that_passed_and_pass_are_a_pass() -> None:
    verdict = compare(before(a="passed", b="passed"), after(a="passed", b="passed"))
    assert verdict.outcome is Outcome.PASSED
    assert verdict.passing == ("a", "b")
    assert verdict.why == "All 2 tests that passed on Python 3.8 pass on Python 3.12."


def test_one_test_is_spoken_of_in_the_singular() -> None:
    assert (
        compare(before(a="passed"), after(a="passed")).why
        == "The test that passed on Python 3.8 passes on Python 3.12."
    )


@pytest.mark.parametrize("outcome", ["failed", "error", "skipped", "xfailed"])
def test_a_test_that_passed_and_does_not_pass_now_is_broken_whatever_the_exit_code(outcome: str) -> None:
    verdict = compare(before(a="passed", b="passed"), after(0, a=outcome, b="passed"))
    assert verdict.outcome is Outcome.BROKE
    assert [result.id for result in verdict.broken] == ["a"]
    assert verdict.passing == ("b",)
    assert "1 test" in verdict.why


def test_a_test_that_passed_and_is_skipped_now_says_so_with_its_reason() -> None:
    skipped = TestRun("after", Versions(Version("3.12")), 0, (TestResult("a", "skipped", why="no imp"),))
    assert compare(before(a="passed"), skipped).broken[0].why == "is skipped now: no imp"


def test_a_test_that_is_gone_breaks_even_when_it_had_failed() -> None:
    assert compare(before(a="passed", b="passed"), after(a="passed")).vanished == ("b",)
    verdict = compare(before(1, a="passed", b="failed"), after(a="passed", c="passed"))
    assert verdict.outcome is Outcome.BROKE
    assert verdict.vanished == ("b",)


def test_what_stood_in_the_way_of_tests_that_are_gone_is_named() -> None:
    obstacle = TestResult(
        "tests/test_b.py", "error", why="from imp import x\nE   ModuleNotFoundError: No module named 'imp'"
    )
    stopped = TestRun("after", Versions(Version("3.12")), 2, (TestResult("a", "passed"), obstacle))
    verdict = compare(before(a="passed", b="passed"), stopped)
    assert verdict.why == (
        "1 test that ran on Python 3.8 was not collected on Python 3.12 "
        "(tests/test_b.py: ModuleNotFoundError: No module named 'imp')."
    )


def test_broken_tests_are_counted_in_a_sentence() -> None:
    verdict = compare(before(a="passed", b="passed"), after(1, a="failed", b="error"))
    assert verdict.why == "2 tests that passed on Python 3.8 do not pass on Python 3.12."


def test_a_skipped_test_that_is_gone_makes_the_collection_smaller() -> None:
    verdict = compare(before(a="passed", b="skipped"), after(a="passed"))
    assert verdict.outcome is Outcome.BROKE
    assert verdict.why == "Fewer tests were collected on Python 3.12 (1) than on Python 3.8 (2)."
    assert verdict.vanished == ()


def test_tests_of_a_module_that_can_be_loaded_at_last_are_new_and_the_load_error_may_go() -> None:
    verdict = compare(before(1, a="passed", tests_b="error"), after(0, a="passed", b1="passed", b2="passed"))
    assert verdict.outcome is Outcome.PASSED
    assert verdict.new == ("b1", "b2")
    assert verdict.vanished == ()


def test_a_test_that_did_not_pass_and_passes_now_is_fixed() -> None:
    verdict = compare(
        before(1, a="passed", b="failed", c="skipped", d="xfailed", e="error"),
        after(0, a="passed", b="passed", c="passed", d="passed", e="passed"),
    )
    assert verdict.outcome is Outcome.PASSED
    assert verdict.fixed == ("b", "c", "d", "e")


def test_a_test_that_failed_before_is_listed_and_not_blamed() -> None:
    verdict = compare(before(1, a="passed", b="failed"), after(1, a="passed", b="error"))
    assert verdict.outcome is Outcome.PASSED
    assert verdict.already_broken == ("b",)
    assert verdict.why.endswith("1 test did not pass before.")


@pytest.mark.parametrize("was", ["skipped", "xfailed"])
def test_a_test_that_was_no_failure_and_fails_now_is_broken(was: str) -> None:
    verdict = compare(before(1, a="passed", b=was), after(1, a="passed", b="failed"))
    assert verdict.outcome is Outcome.BROKE
    assert [result.id for result in verdict.broken] == ["b"]


def test_an_exit_code_that_was_zero_must_stay_zero_and_the_new_failure_is_named() -> None:
    verdict = compare(before(0, a="passed"), after(1, a="passed", b="failed"))
    assert verdict.outcome is Outcome.BROKE
    assert "exit code 1" in verdict.why
    assert "Failing there: b." in verdict.why


def test_a_command_that_could_not_be_run_is_not_run_on_either_side() -> None:
    verdict = compare(before(a="passed"), after(None, "No wheel for pillow"))
    assert (verdict.outcome, verdict.why) == (Outcome.NOT_RUN, "No wheel for pillow.")
    verdict = compare(before(None, "Python 3.8 is missing."), after(a="passed"))
    assert (verdict.outcome, verdict.why) == (Outcome.NOT_RUN, "Python 3.8 is missing.")


def test_an_old_side_that_was_stopped_half_way_is_no_baseline() -> None:
    assert compare(before(None, "Stopped.", a="passed"), after(a="passed")).outcome is Outcome.NOT_RUN


def test_a_command_that_records_no_test_is_never_a_pass() -> None:
    assert compare(before(0), after(0)).outcome is Outcome.NOT_RUN
    assert compare(before(0), after(0, a="passed")).outcome is Outcome.NOT_RUN


def test_a_new_side_that_ends_before_its_first_test_broke() -> None:
    verdict = compare(before(a="passed", b="passed"), after(1, "ImportError: no module named imp"))
    assert verdict.outcome is Outcome.BROKE
    assert verdict.vanished == ("a", "b")
    assert verdict.why == (
        "None of the 2 tests that passed on Python 3.8 was run on Python 3.12. ImportError: no module named imp."
    )


def test_a_run_that_was_stopped_half_way_broke_even_when_all_that_ran_passed() -> None:
    verdict = compare(before(a="passed"), after(None, "Stopped after 60 s.", a="passed"))
    assert verdict.outcome is Outcome.BROKE
    assert verdict.why == "Stopped after 60 s."


@pytest.mark.parametrize("exit_code", [-11, 139])
def test_a_crash_after_the_last_test_broke_even_when_the_command_failed_before(exit_code: int) -> None:
    verdict = compare(before(1, a="passed", b="failed"), after(exit_code, a="passed", b="failed"))
    assert verdict.outcome is Outcome.BROKE


def test_nothing_passing_before_is_already_broken() -> None:
    assert compare(before(1, a="failed"), after(0, a="passed")).outcome is Outcome.ALREADY_BROKEN
    verdict = compare(before(2, "No module named django"), after(0, a="passed"))
    assert verdict.outcome is Outcome.ALREADY_BROKEN
    assert verdict.why == "No test passes on Python 3.8, before anything was changed. No module named django."


def test_every_pair_of_outcomes_lands_in_a_list_or_is_unremarkable_and_none_hides_a_loss() -> None:
    for was, now in itertools.product(OUTCOMES, [*OUTCOMES, None]):
        runs = before(1, keep="passed", x=was), after(1, keep="passed", **({"x": now} if now else {}))
        verdict = compare(*runs)
        lists = {
            "passing": "x" in verdict.passing,
            "broken": "x" in {result.id for result in verdict.broken},
            "vanished": "x" in verdict.vanished,
            "fixed": "x" in verdict.fixed,
            "already": "x" in verdict.already_broken,
        }
        assert sum(lists.values()) <= 1, (was, now, lists)
        worked, works = was in ("passed", "xpassed"), now in ("passed", "xpassed")
        assert lists["passing"] == (worked and works), (was, now)
        assert lists["fixed"] == (not worked and works), (was, now)
        if worked and not works:
            assert verdict.outcome is Outcome.BROKE, (was, now)
            assert lists["broken"] or lists["vanished"], (was, now)
        if now is None and was != "error":
            assert verdict.outcome is Outcome.BROKE, (was, now)


def test_a_test_recorded_twice_counts_with_its_worst_outcome() -> None:
    twice = TestRun("after", Versions(Version("3.12")), 0, (TestResult("a", "passed"), TestResult("a", "failed")))
    assert [result.id for result in compare(before(a="passed"), twice).broken] == ["a"]


def timed(python: str, **seconds: float) -> TestRun:
    results = tuple(TestResult(id, "passed", time) for id, time in seconds.items())
    return TestRun("any", Versions(Version(python)), 0, results)


def test_tests_that_take_much_longer_are_listed_and_noise_is_not() -> None:
    then = timed("3.8", much=1.0, little=1.0, tiny=0.01, new_second=0.5)
    now = timed("3.12", much=6.0, little=4.0, tiny=0.2, new_second=2.6)
    verdict = compare(then, now)
    assert verdict.outcome is Outcome.PASSED
    assert [(one.id, one.before, one.after) for one in verdict.slower] == [("much", 1.0, 6.0), ("new_second", 0.5, 2.6)]


def renamed(was: dict[str, str], now: dict[str, str]) -> tuple[Outcome, dict[str, str], list[str], list[str]]:
    one, other = (tuple(TestResult(id, outcome) for id, outcome in side.items()) for side in (was, now))
    verdict = compare(TestRun("before", OLD, 0, one), TestRun("after", NEW, 0, other))
    return verdict.outcome, dict(verdict.renamed), sorted(verdict.vanished), sorted(one.id for one in verdict.broken)


P, F = "passed", "failed"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("t.py::a[2026-11-24 05:51:03.123]", "t.py::a[2026-11-25]"),
        ("t.py::a[0f8fad5b-d9cb-469f-a165-70867728950e-x]", "t.py::a[7c9e6679-7425-40de-944b-e07fc1f90ae7-x]"),
        ("t.py::a[Django 2.2.28]", "t.py::a[Django 5.2.1]"),
        ("t.py::a[Color.RED]", "t.py::a[1]"),
        ("site/tests/t.py::T::a", "tests/t.py::T::a"),
        ("tests.t.T.a", "site.tests.t.T.a"),
    ],
)
def test_a_test_by_another_name_is_the_same_test(was: str, now: str) -> None:
    assert renamed({was: P, "b": P}, {now: P, "b": P}) == (Outcome.PASSED, {was: now}, [], [])
    assert renamed({was: P, "b": P}, {now: F, "b": P}) == (Outcome.BROKE, {was: now}, [], [now])


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ({"t.py::a[x]": P, "t.py::a[y]": P}, {"t.py::a[z]": P}),  # fewer
        ({"t.py::a[x]": P, "t.py::a[y]": F}, {"t.py::a[1]": P, "t.py::a[2]": F}),  # which is which?
        ({"t.py::a[x]": P}, {"t.py::b[x]": P}),
        ({"one.t.T.a": P}, {"two.t.T.a": P}),
        ({"one.T.a": P, "two.T.a": P}, {"x.one.T.b": P, "x.two.T.b": P}),
        ({"T.a": P}, {"x.T.a": P}),  # too little to go by
    ],
)
def test_other_tests_are_not_taken_for_those_that_are_gone(was: dict[str, str], now: dict[str, str]) -> None:
    outcome, pairs, vanished, _ = renamed(was, now)
    assert (outcome, pairs, vanished) == (Outcome.BROKE, {}, sorted(was))


def test_nobody_looked_for_tests_on_a_side_that_was_not_run() -> None:
    verdict = compare(before(a="passed"), TestRun("after", NEW, None, why="No Python 3.12."))
    assert (verdict.outcome, verdict.vanished) == (Outcome.NOT_RUN, ())


def test_flaky_tests_are_listed() -> None:
    assert compare(before(a="passed"), after(a="passed"), {"a"}).flaky == ("a",)


def test_new_code_on_the_old_side_is_called_that() -> None:
    why = compare(before(a="passed"), before(a="passed")).why
    assert why == "The test that passed on Python 3.8 passes on Python 3.8 with the new code."


def test_what_could_not_be_installed_keeps_a_verdict_from_passing() -> None:
    lacking = replace(after(a="passed"), without=(("fudge==1.1.1", "use_2to3 is invalid"),))
    verdict = compare(before(a="passed"), lacking)
    assert verdict.outcome is Outcome.BROKE
    assert verdict.why == (
        "fudge==1.1.1 cannot be installed on Python 3.12, and the tests ran without. "
        "The test that passed on Python 3.8 passes on Python 3.12."
    )
    assert compare(before(a="failed"), lacking).outcome is Outcome.ALREADY_BROKEN


def test_what_pip_does_not_install_together_keeps_a_verdict_from_passing() -> None:
    forced = replace(after(a="passed"), against=(("thing==1.1", "requires Django<5"),))
    verdict = compare(before(a="passed"), forced)
    assert verdict.outcome is Outcome.BROKE
    assert verdict.why == (
        "thing==1.1 requires Django<5, so that pip refuses these requirements; they were installed all the same. "
        "The test that passed on Python 3.8 passes on Python 3.12."
    )
    assert compare(before(a="failed"), forced).outcome is Outcome.ALREADY_BROKEN
