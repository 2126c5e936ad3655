"""Records the outcome of every test, under any runner: the one file of ours that enters a project's environments.

It runs inside the environment's interpreter, so it uses the standard library only and the syntax of Python 3.6 to 3.14.
It is copied to site-packages as ``upgrader_probe`` beside a ``.pth`` file with the line ``PTH``, and is not even
imported unless the variable ``UPGRADER_PROBE`` names a directory. Then every process that runs tests writes a file of
JSON lines there: ``{"id", "outcome", "seconds", "why", "at"}``, or ``"started"`` as the outcome when a test begins. ``at``
is the innermost place in the project's own code that a traceback names, ``path:line: its code``; it may be missing.
Where an assertion about texts failed, ``{"id", "compared"}`` says which, see ``_record_compared``.

- unittest, and what builds on it (Django's runner): the methods of ``TestResult`` and of its subclasses are wrapped.
  Workers of ``manage.py test --parallel`` are silent, since the parent replays their results.
- pytest: a plugin is registered when its configuration is made; no option, no file. Workers of xdist are silent, since
  the controller gets their reports.
- A runner that a test starts in its own process is not recorded: that is the test's business. A subprocess is.

With ``UPGRADER_WARNINGS`` set, every warning is recorded as well, whatever filters the project sets: ``{"category",
"message", "at", "deprecation"}``, where ``at`` is the first place of the project on the way to it. Warnings that were to be
errors are none then: outcomes of such a run say nothing.

With ``UPGRADER_ONLY`` naming a JSON file of test ids, only those are run: pytest deselects the others, unittest
takes them out of its suites. With ``UPGRADER_FINGERPRINT`` naming a file, no test is run at all: once ``django.setup()``
is done, whoever called it, the fingerprint is written there and the process ends.

The same test may be recorded more than once; whoever reads the files keeps the worst. Nothing that goes wrong in here
may reach the tests: recording is left out, and the test is missing from the results.

As a script (``python upgrader_probe.py JOB``) it runs one command and writes down how it ended; see ``run_job``.

PYTEST_DONT_REWRITE
"""
# ruff: noqa: SIM105, UP031, UP035, UP037 - what Python 3.6 understands, and few imports at start-up

import json
import os
import sys
import time
from _thread import get_ident
from typing import Any, Callable

PTH = "import os; os.environ.get('UPGRADER_PROBE') and __import__('upgrader_probe')\n"

#: A place in a traceback, in Python's style or in pytest's: path and line, or path and line.
FRAME = r'^\s*(?:E\s+)?File "([^"\n]+)", line (\d+)|^(?:E\s+)?([^\s:"][^:"\n]*):(\d+): '

_SEVERITY = ("passed", "xfailed", "skipped", "xpassed", "failed", "error")
_LINES, _WIDTH = 12, 300  # what is kept of a traceback

# Tests replace the clock and the file system (freezegun, pyfakefs look through all loaded modules): held out of reach.
_REAL: "dict[str, Any]" = {
    "clock": time.perf_counter,
    "open": os.open,
    "write": os.write,
    "close": os.close,
    "pid": os.getpid,
    "read": open,
    "identity": id,
}

_directory = ""
_folder = ""  # where this process was started: the project
_file = (0, "")  # the process that owns the file, and its path


def _record(id: str, outcome: str, seconds: float = 0.0, why: str = "", at: str = "") -> None:
    """Append one line. Opened and closed each time: a test may fork, close every descriptor, or crash the process."""
    known = {"id": id, "outcome": outcome, "seconds": round(seconds, 6), "why": why}
    if at:
        known["at"] = at
    _append(known)


def _append(known: "dict[str, Any]") -> None:
    global _file
    pid = _REAL["pid"]()
    if _file[0] != pid:
        _file = (pid, os.path.join(_directory, "%d-%s.jsonl" % (pid, os.urandom(6).hex())))  # noqa: PTH118
    line = json.dumps(known) + "\n"
    descriptor = _REAL["open"](_file[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        _REAL["write"](descriptor, line.encode("ascii"))
    finally:
        _REAL["close"](descriptor)


class _Running:
    """A test between its start and its end."""

    def __init__(self, owner: object, id: str) -> None:
        self.owner, self.id, self.began = owner, id, _REAL["clock"]()
        self.outcome, self.why, self.at = "", "", ""
        self.repeats = False  # another attempt follows (pytest-rerunfailures): this one does not count

    def note(self, outcome: str, why: str = "", at: str = "") -> None:
        if not self.outcome or _SEVERITY.index(outcome) > _SEVERITY.index(self.outcome):
            self.outcome, self.why, self.at = outcome, why, at

    def finish(self) -> None:
        outcome, why = (self.outcome, self.why) if self.outcome else ("error", "The test ended without an outcome.")
        _record(self.id, outcome, _REAL["clock"]() - self.began, why, self.at)


_running: "dict[int, _Running]" = {}  # by thread


def _last_lines(text: str) -> str:
    """Return the end of a text; of what pytest has to say of an error, the beginning as well, which says what it was."""
    lines = [line[:_WIDTH] for line in text.strip().splitlines()]
    start = len(lines)
    while start and not lines[start - 1].startswith("E"):
        start -= 1
    while start and lines[start - 1].startswith("E"):
        start -= 1
    if 0 < start < len(lines) - _LINES:
        return "\n".join([lines[start], "E       ...", *lines[2 - _LINES :]])
    return "\n".join(lines[-_LINES:])


def _place(frames: "list[tuple[str, int]]") -> str:
    """Return the last of ``frames`` (path and line) that is in the project, with the code that stands there."""
    for name, number in reversed(frames):
        path = _in_project(name)
        if not path:
            continue
        try:
            with _REAL["read"](os.path.join(_folder, path), encoding="utf-8", errors="replace") as file:  # noqa: PTH118
                code = file.read().splitlines()[number - 1].strip()
        except OSError:  # made up by an import system or a template engine
            continue
        except IndexError:
            code = ""
        return "%s:%d: %s" % (path, number, code[:_WIDTH])
    return ""


def _in_project(name: str) -> str:
    """Return the path of a file within the project, nothing for a file from elsewhere."""
    here, ours = os.path.join(_folder, ""), os.path.join(sys.prefix, "")  # noqa: PTH118
    path = os.path.normpath(os.path.join(_folder, name))  # noqa: PTH118
    if not path.startswith(here) or path.startswith(ours) or "site-packages" in path:
        return ""
    return path[len(here) :].replace(os.sep, "/")


def _place_in_text(text: str) -> str:
    """Return the place that a traceback in Python's or in pytest's own style names last."""
    import re

    found = re.findall(FRAME, text, re.MULTILINE)
    return _place([(one or other, int(number or line)) for one, number, other, line in found])


# --- what an assertion compared

#: Assertions by their names: how they compare, and the variables that hold the two values.
_ASSERTIONS = {
    "assertHTMLEqual": ("html", "html1", "html2"),
    "assertInHTML": ("in html", "needle", "haystack"),
    "assertContains": ("in", "text", "response"),
    "assertEqual": ("equal", "first", "second"),
    "assertMultiLineEqual": ("equal", "first", "second"),
    "assertIn": ("in", "member", "container"),
    "assertNotIn": ("not in", "member", "container"),
}
_OPERATORS = {"==": "equal", "in": "in", "not in": "not in"}
_TEXT, _TEXTS = 200000, 8000000  # characters of one value, and of all that one process records
_texts_left = [_TEXTS]
_told = [("", 0)]  # what was recorded last, the test and which exception: runners tell it more than once


def _record_compared(id: str, err: Any, operator: "tuple[str, Any, Any] | None" = None) -> None:
    """Record the texts that an assertion compared in vain; ``operator`` is what pytest says of its ``assert``.

    ``{"how", "left", "right", "count", "frames", "texts"}``, as in ``Compared`` of the model. What is longer than can be
    recorded is left out; no code of the project is run for it.
    """
    kind, value, place = err
    if not issubclass(kind, AssertionError) or _told[0] == (id, _REAL["identity"](value)):
        return
    _told[0] = (id, _REAL["identity"](value))
    frames = []
    while place is not None:
        frames.append((place.tb_frame, place.tb_lineno))
        place = place.tb_next
    ours = [(_in_project(frame.f_code.co_filename), line, frame) for frame, line in frames]
    ours = [one for one in ours if one[0]]
    if not ours:
        return
    found = _values([frame for frame, _ in frames], operator)
    texts: "dict[str, str]" = {}
    for name, text in sorted(ours[-1][2].f_locals.items()):
        if len(texts) < 3 and issubclass(type(text), (str, bytes)) and name.isidentifier():
            shown = _text(text)
            if shown and "<" in shown and shown not in (found.get("left"), found.get("right")):
                texts[name] = shown
    if found or texts:
        found["frames"] = [[path, line] for path, line, _ in ours[-20:]]
        found["texts"] = texts
        _append({"id": id, "compared": found})


def _values(frames: "list[Any]", operator: "tuple[str, Any, Any] | None") -> "dict[str, Any]":
    """Return what was compared: by the innermost assertion that is known and has texts, else by an ``assert``."""
    for frame in reversed(frames):
        if frame.f_code.co_name in _ASSERTIONS:
            how, *names = _ASSERTIONS[frame.f_code.co_name]
            known = frame.f_locals
            left, right = (_text(known.get(name)) for name in names)
            if left is not None and right is not None:
                how = _html(how, known.get(names[0])) + (" html" if known.get("html") is True else "")
                count = known.get("count")
                return {"how": how, "left": left, "right": right, "count": count if isinstance(count, int) else None}
    if operator is not None and operator[0] in _OPERATORS:
        left, right = _text(operator[1]), _text(operator[2])
        if left is not None and right is not None:
            how = _html(_OPERATORS[operator[0]], operator[1])
            return {"how": how, "left": left, "right": right, "count": None}
    return {}


def _html(how: str, value: Any) -> str:
    """Return how two values are compared whose one is perhaps a document that Django has parsed."""
    return "html" if how == "equal" and type(value).__module__ == "django.test.html" else how


def _text(value: Any) -> "str | None":
    """Return a text, what a response or a parsed document holds, None for anything else and for what is too long."""
    kinds = type(value).__mro__  # isinstance() would ask a lazy object, which asks a database
    if kinds[0].__module__ == "django.test.html":
        value = str(value)
    elif any(kind.__module__ == "django.http.response" for kind in kinds):
        value = value.content
    if bytes in type(value).__mro__:
        value = bytes.decode(bytes.__getitem__(value, slice(_TEXT + 1)), "utf-8", "replace")
    if str not in type(value).__mro__:
        return None
    text = str.__str__(value)  # of a subclass, what it holds and not what it says
    if len(text) > min(_TEXT, _texts_left[0]):
        return None
    _texts_left[0] -= len(text)
    return text


# --- unittest


def _watch_unittest(module: Any) -> None:
    """Wrap the methods of ``unittest.result.TestResult`` and of every subclass, there now or made later."""
    base = module.TestResult

    def init_subclass(cls: Any, **keywords: Any) -> None:
        super(base, cls).__init_subclass__(**keywords)
        _watch_result_class(cls)

    _watch_result_class(base)
    base.__init_subclass__ = classmethod(init_subclass)  # type: ignore[arg-type]
    todo = base.__subclasses__()
    while todo:
        subclass = todo.pop()
        _watch_result_class(subclass)
        todo.extend(subclass.__subclasses__())


def _watch_cases(module: Any) -> None:
    """Watch what runners of other houses (nose2, green) hand to a test as its result, which need be no ``TestResult``."""
    run = module.TestCase.run

    def run_watched(self: Any, result: Any = None) -> Any:
        if result is not None and get_ident() not in _running and not type(result).__module__.startswith("_pytest"):
            _safely(_watch_result_class, type(result))
        return run(self, result)

    run_watched.__name__, run_watched.__doc__ = run.__name__, run.__doc__
    run_watched.__wrapped__ = run  # type: ignore[attr-defined]
    module.TestCase.run = run_watched


def _watch_result_class(cls: Any) -> None:
    # Also what a subclass overrides without calling super. Being told twice is harmless: the worst outcome is kept.
    for name, note in _NOTES.items():
        method = getattr(cls, name, None)
        if method is not None and not hasattr(method, "_upgrader_probe"):
            setattr(cls, name, _watched(method, note))


def _watched(method: Any, note: Callable[..., None]) -> Any:
    def watched(self: Any, test: Any, *arguments: Any, **keywords: Any) -> Any:
        try:
            # Django's workers send their results to the parent, which tells them to the real result. What was compared
            # is only known to them.
            if not any(cls.__name__ == "RemoteTestResult" for cls in type(self).__mro__):
                note(self, test, *arguments, **keywords)
            elif note is _failure:
                _note_compared(self, test, *arguments)
            elif note is _subtest and arguments[1] is not None:
                _note_compared(self, test, arguments[1])
        except Exception:  # noqa: S110 - never the tests' problem
            pass
        return method(self, test, *arguments, **keywords)

    watched.__name__, watched.__doc__ = getattr(method, "__name__", "watched"), method.__doc__
    watched.__wrapped__ = method  # type: ignore[attr-defined]
    watched._upgrader_probe = True  # type: ignore[attr-defined]
    return watched


def _start(result: object, test: Any) -> None:
    running = _running.get(get_ident())
    if running is not None and (running.owner is not result or running.id == test.id()):
        return  # a test that runs tests; or the method of the class above, through super
    if running is not None:
        running.finish()
    _running[get_ident()] = _Running(result, test.id())
    _record(test.id(), "started")


def _stop(result: object, test: Any) -> None:
    running = _running.get(get_ident())
    if running is not None and running.owner is result:
        del _running[get_ident()]
        running.finish()


def _note(result: object, test: Any, outcome: str, why: str = "", at: str = "") -> None:
    running = _running.get(get_ident())
    id = getattr(test, "test_case", test).id()  # a subtest speaks for its test
    if running is None:
        _record(id, outcome, 0.0, why, at)  # setUpClass, setUpModule: nothing was started
    elif running.owner is result and running.id == id:
        running.note(outcome, why, at)
    elif running.owner is result:
        _record(id, outcome, 0.0, why, at)


def _success(result: object, test: Any) -> None:
    _note(result, test, "passed")


def _error(result: object, test: Any, err: Any) -> None:
    _note(result, test, "error", _traceback(err), _place_of(err))


def _failure(result: object, test: Any, err: Any) -> None:
    _note(result, test, "failed", _traceback(err), _place_of(err))
    _note_compared(result, test, err)


def _note_compared(result: object, test: Any, err: Any) -> None:
    if isinstance(err, tuple) and len(err) == 3:
        _safely(_record_compared, getattr(test, "test_case", test).id(), err)


def _skip(result: object, test: Any, reason: str = "") -> None:
    _note(result, test, "skipped", str(reason))


def _expected_failure(result: object, test: Any, err: Any = None) -> None:
    _note(result, test, "xfailed", _traceback(err))


def _unexpected_success(result: object, test: Any) -> None:
    _note(result, test, "xpassed")


def _subtest(result: object, test: Any, subtest: Any, err: Any) -> None:
    if err is not None:  # a subtest that passed says nothing about the test as a whole
        outcome = "failed" if issubclass(err[0], test.failureException) else "error"
        _note(result, test, outcome, "%s\n%s" % (subtest.id(), _traceback(err)), _place_of(err))
        _note_compared(result, test, err)


def _traceback(err: Any) -> str:
    """Return the place in the tests' own code, then the exception."""
    import traceback

    if not isinstance(err, tuple) or len(err) != 3:
        return _last_lines(str(err or ""))
    kind, value, place = err
    frames = []
    while place is not None:
        if "__unittest" not in place.tb_frame.f_globals:
            frames.append(place)
        place = place.tb_next
    where = "".join(traceback.format_tb(frames[-1], 1)) if frames else ""
    what = "".join(traceback.format_exception_only(kind, value)).strip().splitlines()
    if len(what) > _LINES:
        what = [*what[: _LINES // 2], "...", *what[-(_LINES // 2 - 1) :]]
    return "\n".join(line[:_WIDTH] for line in [*where.rstrip().splitlines(), *what])


def _place_of(err: Any) -> str:
    """Return where in the project an error came from; one that could not be loaded tells so in its message only."""
    if not isinstance(err, tuple) or len(err) != 3:
        return _place_in_text(str(err or ""))  # text, in the parent of Django's parallel workers
    frames, place = [], err[2]
    while place is not None:
        frames.append((place.tb_frame.f_code.co_filename, place.tb_lineno))
        place = place.tb_next
    return _place_in_text(str(err[1])) or _place(frames)


_NOTES: "dict[str, Callable[..., None]]" = {
    "startTest": _start,
    "stopTest": _stop,
    "addSuccess": _success,
    "addError": _error,
    "addFailure": _failure,
    "addSkip": _skip,
    "addExpectedFailure": _expected_failure,
    "addUnexpectedSuccess": _unexpected_success,
    "addSubTest": _subtest,
}


# --- only some tests

_chosen: "set[str]" = set()


def _is_chosen(id: str) -> bool:
    import re

    return re.sub("0x[0-9a-fA-F]{6,}", "0x...", id).replace("::()", "") in _chosen  # as whoever chose has read it


def _choose_in_suites(module: Any) -> None:
    run = module.TestSuite.run

    def run_chosen(self: Any, *arguments: Any, **keywords: Any) -> Any:
        if get_ident() not in _running:  # else the suite of a test that runs tests
            _safely(_thin_out, self)
        return run(self, *arguments, **keywords)

    module.TestSuite.run = run_chosen


def _thin_out(suite: Any) -> None:
    suite._tests = [test for test in suite._tests if hasattr(test, "_tests") or not _is_other(test)]


def _choose_in_cases(module: Any) -> None:
    """Make a test that was not chosen do nothing, for runners that have suites of their own."""
    _watch_cases(module)
    run = module.TestCase.run

    def run_chosen(self: Any, *arguments: Any, **keywords: Any) -> Any:
        if get_ident() not in _running and _is_other(self):
            return None
        return run(self, *arguments, **keywords)

    module.TestCase.run = run_chosen


def _is_other(test: Any) -> bool:
    try:
        return not _is_chosen(test.id())
    except Exception:  # not a test after all
        return False


# --- no test, but how Django is set up


def _watch_django(module: Any) -> None:
    setup = module.setup

    def setup_and_leave(*arguments: Any, **keywords: Any) -> None:
        setup(*arguments, **keywords)
        import upgrader_fingerprint  # type: ignore[import-not-found]

        upgrader_fingerprint.write(os.environ["UPGRADER_FINGERPRINT"])
        os._exit(0)

    module.setup = setup_and_leave


# --- warnings

_warned: "set[tuple[str, str, str]]" = set()


def _watch_warnings() -> None:
    """Have every warning shown, and record it on the way; filters that are set later come after ours."""
    import warnings
    from typing import cast

    module = cast(Any, warnings)
    ours = ("always", None, Warning, None, 0)
    add_filter, reset, show = module._add_filter, module.resetwarnings, module._showwarnmsg

    def ours_first() -> None:
        if ours in module.filters:
            module.filters.remove(ours)
        module.filters.insert(0, ours)
        module._filters_mutated()

    def add_and_ours_first(*arguments: Any, **keywords: Any) -> None:
        add_filter(*arguments, **keywords)
        ours_first()

    def reset_and_ours_first() -> None:
        reset()
        ours_first()

    def record_and_show(message: Any) -> None:
        _safely(_record_warning, message, sys._getframe(1))
        show(message)

    module._add_filter, module.resetwarnings, module._showwarnmsg = (
        add_and_ours_first,
        reset_and_ours_first,
        record_and_show,
    )
    ours_first()


def _record_warning(message: Any, frame: Any) -> None:
    frames = [(message.filename, message.lineno)]
    while frame is not None:
        frames.append((frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    at = _place(frames[::-1])
    known = ("%s" % message.category.__name__, str(message.message)[:_WIDTH], at)
    if not at or known in _warned:
        return
    _warned.add(known)
    kinds = (DeprecationWarning, PendingDeprecationWarning, FutureWarning, SyntaxWarning)
    deprecation = issubclass(message.category, kinds)
    _append({"category": known[0], "message": known[1], "at": at, "deprecation": deprecation})


# --- pytest


def _watch_pytest(module: Any) -> None:
    """Register the plugin with every configuration that ``_pytest.config`` makes."""
    get_config = module.get_config

    def watched_get_config(*arguments: Any, **keywords: Any) -> Any:
        config = get_config(*arguments, **keywords)
        if get_ident() not in _running:  # else a test that runs pytest
            config.pluginmanager.register(_PytestPlugin(config), "upgrader_probe")
        return config

    module.get_config = watched_get_config


class _PytestPlugin:
    """What pytest says while it runs. Tests of one session may overlap (xdist), so they are kept by their id."""

    def __init__(self, config: Any) -> None:
        self._config = config
        self._tests: "dict[str, _Running]" = {}
        self._compared: "dict[int, tuple[str, Any, Any]]" = {}  # by thread: what an `assert` compared last, in vain

    def _is_worker(self) -> bool:
        return hasattr(self._config, "workerinput") or hasattr(self._config, "slaveinput")

    def pytest_collection_modifyitems(self, config: Any, items: "list[Any]") -> None:
        if _chosen:
            others = [item for item in items if not _is_chosen(item.nodeid)]
            items[:] = [item for item in items if _is_chosen(item.nodeid)]
            config.hook.pytest_deselected(items=others)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        # In a worker too, so that what a test runs in its own process is known to be nested.
        test = self._tests[nodeid] = _running[get_ident()] = _Running(self, nodeid)
        if not self._is_worker():
            _safely(_record, test.id, "started")

    def pytest_assertrepr_compare(self, config: Any, op: str, left: Any, right: Any) -> None:
        self._compared[get_ident()] = (op, left, right)

    def pytest_runtest_makereport(self, item: Any, call: Any) -> None:
        operator = self._compared.pop(get_ident(), None)
        if call.excinfo is not None:
            # In a worker too: the values stay there.
            error = (call.excinfo.type, call.excinfo.value, call.excinfo.tb)
            _safely(_record_compared, item.nodeid, error, operator)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if not self._is_worker():
            _safely(self._report, report)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        running = _running.get(get_ident())
        if running is not None and running.owner is self:
            del _running[get_ident()]

    def pytest_collectreport(self, report: Any) -> None:
        # A module that cannot be imported, or is skipped as a whole; there are no tests of it to speak of.
        if report.outcome in ("failed", "skipped") and not self._is_worker():
            outcome = "error" if report.outcome == "failed" else "skipped"
            _safely(_record, report.nodeid or ".", outcome, 0.0, _why(report), _place_of_report(report))

    def _report(self, report: Any) -> None:
        test = self._tests.get(report.nodeid)
        if test is None:
            test = self._tests[report.nodeid] = _Running(self, report.nodeid)
        if report.outcome not in ("passed", "failed", "skipped"):
            test.repeats = True
        elif hasattr(report, "wasxfail"):
            test.note("xpassed" if report.outcome == "passed" else "xfailed", str(report.wasxfail))
        elif report.outcome == "failed":
            test.note("failed" if report.when == "call" else "error", _why(report), _place_of_report(report))
        elif report.outcome == "skipped":
            test.note("skipped", _why(report))
        elif report.when == "call":
            test.note("passed")
        if report.when in ("setup", "call"):
            return
        # After the teardown; or "???", when xdist lost the worker that ran the test.
        del self._tests[report.nodeid]
        if not test.repeats:
            test.finish()


def _why(report: Any) -> str:
    if isinstance(report.longrepr, tuple):  # a skip: path, line, reason
        return str(report.longrepr[-1])
    return _last_lines(getattr(report, "longreprtext", None) or str(report.longrepr or ""))


def _place_of_report(report: Any) -> str:
    if report.outcome != "failed":
        return ""
    try:
        return _place_in_text(getattr(report, "longreprtext", None) or str(report.longrepr or ""))
    except Exception:
        return ""


def _safely(function: Callable[..., None], *arguments: Any) -> None:
    try:
        function(*arguments)
    except Exception:  # noqa: S110 - never the tests' problem
        pass


# --- hooking in, without importing anything early


_HOOKS = {"unittest.result": _watch_unittest, "unittest.case": _watch_cases, "_pytest.config": _watch_pytest}


class _Finder:
    """Finds nothing itself: lets the others find the modules of ``_HOOKS``, and calls the hook once one is loaded."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        hook = _HOOKS.get(name)
        if hook is None:
            return None
        for finder in sys.meta_path:
            find_spec = getattr(finder, "find_spec", None)
            spec = find_spec(name, path, target) if find_spec and finder is not self else None
            if spec is not None:
                _safely(_hook_loader, spec.loader, hook)
                return spec
        return None


def _hook_loader(loader: Any, hook: Callable[[Any], None]) -> None:
    exec_module = loader.exec_module

    def exec_and_hook(module: Any) -> None:
        del loader.exec_module
        exec_module(module)
        _safely(hook, module)

    loader.exec_module = exec_and_hook


def watch() -> None:
    """Make this process record its tests, when it comes to run some."""
    global _directory, _folder
    _directory = os.environ["UPGRADER_PROBE"]
    _folder = os.getcwd()  # noqa: PTH109
    if os.environ.get("UPGRADER_ONLY"):
        with _REAL["read"](os.environ["UPGRADER_ONLY"], encoding="utf-8") as file:
            _chosen.update(json.load(file))
        _HOOKS.update({"unittest.suite": _choose_in_suites, "unittest.case": _choose_in_cases})
    if os.environ.get("UPGRADER_WARNINGS"):
        _safely(_watch_warnings)
    if os.environ.get("UPGRADER_FINGERPRINT"):
        _HOOKS["django"] = _watch_django
    sys.meta_path.insert(0, _Finder())
    for name, hook in _HOOKS.items():
        if name in sys.modules:
            _safely(hook, sys.modules[name])


# --- as a script


def run_job(path: str) -> None:
    """Run the command that the JSON file at ``path`` describes, and write down how it ended.

    In: ``arguments`` (list), ``directory``, ``environment`` (all of it), ``log`` (appended to), ``end`` (path), ``owner``
    (the process on whose behalf: should it die, the process group is killed, lest its tests go on beside those of the next
    run). Written to ``end`` once the command is over: ``{"exit_code", "seconds"}``, where a signal is a negative code, 127
    a program that is not there and 126 one that cannot be started, as in a shell. Output goes straight into the log, not
    through a pipe: processes that a test suite leaves behind would hold a pipe open for ever.
    """
    import subprocess

    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        job = json.load(file)
    began = time.time()
    with open(job["log"], "ab", buffering=0) as log:  # noqa: PTH123
        try:
            program = subprocess.Popen(
                job["arguments"],
                cwd=job["directory"],
                env=job["environment"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            exit_code = _wait(program, job.get("owner"))
        except OSError as error:
            log.write(("%s: %s\n" % (job["arguments"][0], error.strerror)).encode("utf-8", "replace"))
            exit_code = 127 if isinstance(error, FileNotFoundError) else 126
    with open(job["end"] + ".part", "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump({"exit_code": exit_code, "seconds": time.time() - began}, file)
    os.replace(job["end"] + ".part", job["end"])  # noqa: PTH105


def _wait(program: Any, owner: "int | None") -> int:
    import signal
    import subprocess

    while True:
        try:
            return int(program.wait(timeout=1 if owner and hasattr(os, "killpg") else None))
        except subprocess.TimeoutExpired:
            try:
                os.kill(owner or 0, 0)
            except ProcessLookupError:
                os.killpg(0, signal.SIGKILL)
            except OSError:
                pass  # it is there, and not ours to ask


if __name__ == "upgrader_probe":
    watch()
elif __name__ == "__main__":
    run_job(sys.argv[1])
