"""``asyncio``: parameters, spellings and habits that went with Python 3.9 to 3.16."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword, spread, without_arg
from upgrader.names import Node
from upgrader.rule import File, Hit, moves, removals, rule
from upgrader.values import origins

DOCS_310 = "https://docs.python.org/3/whatsnew/3.10.html#removed"
DOCS_311 = "https://docs.python.org/3/whatsnew/3.11.html#removed"
DOCS_314 = "https://docs.python.org/3/whatsnew/3.14.html#asyncio"

WITH_LOOP = (
    "BoundedSemaphore",
    "Condition",
    "Event",
    "LifoQueue",
    "Lock",
    "PriorityQueue",
    "Queue",
    "Semaphore",
    "as_completed",
    "create_subprocess_exec",
    "create_subprocess_shell",
    "gather",
    "open_connection",
    "open_unix_connection",
    "shield",
    "sleep",
    "start_server",
    "start_unix_server",
    "wait",
    "wait_for",
)


@rule(
    "PY310-asyncio-loop",
    package="python",
    since=None,
    gone="3.10",
    docs=DOCS_310,
    safety="review",
    names=[f"asyncio.{name}" for name in WITH_LOOP],
)
def loop_parameter(node: cst.Call, file: File) -> Iterator[Hit]:
    """Drop the parameter ``loop`` of asyncio's high-level functions.

    Deprecated in Python 3.8, removed in 3.10: they use the running loop.

    Review: before Python 3.10 an object made while no loop runs belongs to another loop than the one that was
    passed, if that is not the current one; from 3.10 on it belongs to the loop that first uses it.

    ```diff
     import asyncio as aio

     async def main(loop):
    -    lock = aio.Lock(loop=loop)
    +    lock = aio.Lock()
         await aio.wait_for(
             lock.acquire(),
             1,  # second
    -        loop=loop,
         )
    ```

    ```diff
     import asyncio
     from queues import Queue

     async def main(loop):
         asyncio.ensure_future(asyncio.sleep(1), loop=loop)
         return Queue(loop=loop)
    ```
    """
    given = keyword(node, "loop")
    if given is None:
        return
    message = f"{file.resolve(node.func)} has no parameter loop any more"
    if file.guard(node):
        yield Hit(node, message)
    else:
        yield Hit(node, message, without_arg(node, node.args.index(given)))


tasks = moves(
    "PY39-asyncio-task",
    package="python",
    since="3.7",
    gone="3.9",
    docs="https://docs.python.org/3/whatsnew/3.9.html#removed",
    safety="review",
    moved={"asyncio.Task.current_task": "asyncio.current_task", "asyncio.Task.all_tasks": "asyncio.all_tasks"},
    doc="""
    ``Task.current_task`` and ``Task.all_tasks`` are functions of ``asyncio``.

    Deprecated in Python 3.7, removed in 3.9.

    Review: where no loop runs, ``current_task()`` raises RuntimeError instead of returning None; ``all_tasks()``
    leaves out tasks that are done.

    ```diff
     import asyncio

    -print(asyncio.Task.current_task())
    +print(asyncio.current_task())
    ```

    ```diff
     from celery import Task

     print(Task.current_task())
    ```
    """,
)


@rule(
    "PY311-asyncio-coroutine",
    package="python",
    since="3.5",
    gone="3.11",
    docs=DOCS_311,
    safety="review",
    names=["asyncio.coroutine"],
)
def coroutine(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``@asyncio.coroutine`` becomes ``async def``, and ``yield from`` in it ``await``.

    Deprecated in Python 3.8, removed in 3.11. A generator that has a plain ``yield`` gets ``types.coroutine``, which
    is what the decorator used.

    Review: ``await`` takes no plain generators, which ``yield from`` did; ``asyncio.iscoroutinefunction`` is False
    for what ``types.coroutine`` decorates. Functions that return a value without any ``yield from`` are reported
    only: it may be a coroutine to wait for.

    ```diff
     import asyncio

    -@asyncio.coroutine
    -def main():
    -    x = yield from asyncio.sleep(0) or 1
    -    return (yield from other(x)).value
    +async def main():
    +    x = await (asyncio.sleep(0) or 1)
    +    return (await other(x)).value
    ```

    ```diff
    -from asyncio import coroutine
    +from types import coroutine as types_coroutine

    -@coroutine
    +@types_coroutine
     def main():
         yield
    ```

    ```diff
     import asyncio

     @asyncio.coroutine
     def main():
         return other()
    ```
    """
    message = "asyncio.coroutine is gone"
    decorator = file.parent(node)
    function = file.parent(decorator)
    if file.guard(node):
        yield Hit(node, message)
        return
    if not (isinstance(decorator, cst.Decorator) and isinstance(function, cst.FunctionDef)):
        ref = file.ref("types.coroutine", node)
        yield Hit(node, message, str(ref), imports=ref.imports)
        return
    found = _Yields()
    function.body.visit(found)
    if found.plain:
        ref = file.ref("types.coroutine", node)
        if str(ref) == file.code(node):
            yield Hit(node, message)
        else:
            yield Hit(node, message, str(ref), imports=ref.imports)
        return
    comment = decorator.trailing_whitespace.comment or any(line.comment for line in decorator.leading_lines)
    if comment or (found.returns and not found.delegates) or len(function.decorators) != 1 or function.asynchronous:
        yield Hit(node, message)
        return
    modern = function.with_changes(
        decorators=[],
        asynchronous=cst.Asynchronous(),
        lines_after_decorators=[],
        body=function.body.visit(_Await()),
    )
    yield Hit(function, message, modern)


class _Own(cst.CSTTransformer):
    """Stays out of the functions and classes inside a function."""

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False

    def visit_Lambda(self, node: cst.Lambda) -> bool:
        return False

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:
        return False


class _Yields(_Own):
    """Notes what kinds of yield and return a function has."""

    def __init__(self) -> None:
        super().__init__()
        self.plain = self.delegates = self.returns = False

    def visit_Yield(self, node: cst.Yield) -> None:
        if isinstance(node.value, cst.From):
            self.delegates = True
        else:
            self.plain = True

    def visit_Return(self, node: cst.Return) -> None:
        self.returns = self.returns or node.value is not None


class _Await(_Own):
    """Makes ``await x`` of ``yield from x``."""

    def leave_Yield(self, original_node: cst.Yield, updated_node: cst.Yield) -> cst.BaseExpression:
        value = updated_node.value
        if not isinstance(value, cst.From):
            return updated_node
        inner = value.item
        if not inner.lpar and not isinstance(inner, (cst.Name, cst.Attribute, cst.Call, cst.Subscript)):
            inner = inner.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        return cst.Await(inner, lpar=updated_node.lpar, rpar=updated_node.rpar)


@rule(
    "PY311-asyncio-wait",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS_311,
    safety="review",
    names=["asyncio.wait"],
)
def wait(node: cst.Call, file: File) -> Iterator[Hit]:
    """``asyncio.wait`` wants tasks, no coroutines.

    Deprecated in Python 3.8, forbidden in 3.11. ``ensure_future`` takes both, and leaves tasks as they are.

    Review: what looks like a call of a coroutine function may have returned a future already; then nothing changes.

    ```diff
     import asyncio

     async def main():
    -    await asyncio.wait([asyncio.sleep(0), other()])
    -    await asyncio.wait({other(x) for x in y}, timeout=1)
    +    await asyncio.wait([asyncio.ensure_future(asyncio.sleep(0)), asyncio.ensure_future(other())])
    +    await asyncio.wait({asyncio.ensure_future(other(x)) for x in y}, timeout=1)
    ```

    ```diff
     import asyncio

     async def main():
         await asyncio.wait([asyncio.create_task(other()), task], timeout=1)
         await asyncio.wait(tasks)
    ```
    """
    given = node.args[0].value if node.args and not node.args[0].star else None
    items: list[cst.BaseExpression] = []
    if isinstance(given, (cst.List, cst.Tuple, cst.Set)):
        items = [element.value for element in given.elements if not isinstance(element, cst.StarredElement)]
    elif isinstance(given, (cst.ListComp, cst.SetComp, cst.GeneratorExp)):
        items = [given.elt]
    calls = [item for item in items if isinstance(item, cst.Call) and not _makes_task(item, file)]
    if calls:
        message = "asyncio.wait no longer takes coroutines"
        if file.guard(node):
            yield Hit(node, message)
        else:
            ref = file.ref("asyncio.ensure_future", node)
            also = tuple((call, f"{ref}({file.code(call)})") for call in calls)
            yield Hit(node, message, also=also, imports=ref.imports)


def _makes_task(call: cst.Call, file: File) -> bool:
    name = file.resolve(call.func)
    method = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
    futures = (
        "asyncio.ensure_future",
        "asyncio.create_task",
        "asyncio.wrap_future",
        "asyncio.gather",
        "asyncio.shield",
    )
    return name in (*futures, "asyncio.run_coroutine_threadsafe") or method in (
        "create_task",
        "create_future",
        "ensure_future",
        "run_in_executor",
        "start_soon",
        "submit",
    )


@rule(
    "PY311-asyncio-reuse-address",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS_311,
    safety="review",
    needles=["create_datagram_endpoint reuse_address"],
)
def reuse_address(node: cst.Call, file: File) -> Iterator[Hit]:
    """Drop the parameter ``reuse_address`` of ``create_datagram_endpoint``.

    Without effect since Python 3.8.1 for reasons of security, removed in 3.11.

    Review: the method belongs to event loops; the receiver is taken for one because of its name.

    ```diff
     async def main(loop):
    -    await loop.create_datagram_endpoint(Protocol, ("127.0.0.1", 0), reuse_address=False)
    +    await loop.create_datagram_endpoint(Protocol, ("127.0.0.1", 0))
    ```

    ```diff
     async def main(loop):
         await loop.create_datagram_endpoint(Protocol, ("127.0.0.1", 0))
         await loop.create_server(Protocol, reuse_address=False)
    ```
    """
    given = keyword(node, "reuse_address")
    if given and isinstance(node.func, cst.Attribute) and node.func.attr.value == "create_datagram_endpoint":
        message = "create_datagram_endpoint has no parameter reuse_address any more"
        yield Hit(node, message, None if file.guard(node) else without_arg(node, node.args.index(given)))


@rule(
    "PY311-asyncio-executor",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS_311,
    safety="manual",
    needles=["set_default_executor"],
)
def default_executor(node: cst.Call, file: File) -> Iterator[Hit]:
    """Report default executors of an event loop that are no ``ThreadPoolExecutor``.

    Deprecated in Python 3.8, a TypeError from 3.11 on.

    Manual: pass a process pool to ``run_in_executor`` where it is wanted.

    ```diff
     from concurrent.futures import ProcessPoolExecutor

    -loop.set_default_executor(ProcessPoolExecutor())
    +loop.run_in_executor(ProcessPoolExecutor(), work)
    ```

    ```diff
     from concurrent.futures import ThreadPoolExecutor

     loop.set_default_executor(ThreadPoolExecutor())
     loop.set_default_executor(pool)
    ```
    """
    if not (isinstance(node.func, cst.Attribute) and node.func.attr.value == "set_default_executor" and node.args):
        return
    made = origins(node.args[0].value, file)
    if made and not made & {"concurrent.futures.ThreadPoolExecutor", "concurrent.futures.thread.ThreadPoolExecutor"}:
        yield Hit(node, "the default executor must be a ThreadPoolExecutor")


@rule(
    "PY314-asyncio-get-event-loop",
    package="python",
    since="3.7",
    gone="3.14",
    docs=DOCS_314,
    safety="review",
    names=["asyncio.get_event_loop"],
)
def get_event_loop(node: cst.Call, file: File) -> Iterator[Hit]:
    """``get_event_loop().run_until_complete(main())`` becomes ``asyncio.run(main())``.

    Where no loop runs, ``get_event_loop`` warns from Python 3.12 on and raises RuntimeError from 3.14 on. In
    coroutines it is as good as ever, so those are left alone.

    Review: ``asyncio.run`` makes a new loop, cancels what still runs at the end, and closes it: objects tied to an
    older loop stay behind. Only calls of coroutine functions of the same file, or of asyncio, are changed; other
    uses outside of functions are reported.

    ```diff
     import asyncio

     async def main():
         await asyncio.sleep(0)

    -asyncio.get_event_loop().run_until_complete(main())
    +asyncio.run(main())
     loop = asyncio.get_event_loop()
    ```

    ```diff
     import asyncio

     async def main():
         loop = asyncio.get_event_loop()

     def later():
         return asyncio.get_event_loop()
    ```
    """
    function = file.inside(node, cst.FunctionDef)
    if function is not None and function.asynchronous is not None:
        return
    attribute = file.parent(node)
    call = file.parent(attribute)
    message = "asyncio.get_event_loop raises where no loop runs, from Python 3.14 on"
    if (
        isinstance(attribute, cst.Attribute)
        and attribute.attr.value == "run_until_complete"
        and isinstance(call, cst.Call)
        and call.func is attribute
    ):
        if (
            len(call.args) == 1
            and not spread(call)
            and not file.guard(node)
            and _is_coroutine(call.args[0].value, file)
        ):
            ref = file.ref("asyncio.run", node)
            yield Hit(call, message, f"{ref}({file.code(call.args[0].value)})", imports=ref.imports)
        else:
            yield Hit(node, message)
    elif function is None:
        yield Hit(node, message)


def _is_coroutine(node: cst.BaseExpression, file: File) -> bool:
    """Whether ``node`` calls a function that the file shows to be a coroutine function."""
    if not isinstance(node, cst.Call):
        return False
    if file.resolve(node.func) in ("asyncio.sleep", "asyncio.wait", "asyncio.wait_for", "asyncio.open_connection"):
        return True
    if not isinstance(node.func, cst.Name):
        return False
    scope = file.names.scope(node.func).find(node.func.value)
    bindings = [binding.node for binding in scope.bindings[node.func.value]] if scope else []
    return bool(bindings) and all(isinstance(b, cst.FunctionDef) and b.asynchronous is not None for b in bindings)


@rule(
    "PY314-asyncio-no-loop",
    package="python",
    since=None,
    gone="3.14",
    docs=DOCS_314,
    safety="manual",
    names=["asyncio.gather", "asyncio.ensure_future", "asyncio.Future"],
)
def without_loop(node: cst.Call, file: File) -> Iterator[Hit]:
    """Report futures that are made while the module is imported, where no loop runs.

    Deprecated in Python 3.10; RuntimeError from 3.14 on.

    Manual: make them in a coroutine, and run that with ``asyncio.run``.

    ```diff
     import asyncio

    -pending = asyncio.gather(one(), two())
    +async def main():
    +    await asyncio.gather(one(), two())
    ```

    ```diff
     import asyncio

     async def main():
         await asyncio.gather(one(), two())

     done = asyncio.Future(loop=loop)
    ```
    """
    inner = file.inside(node, cst.FunctionDef) or file.inside(node, cst.Lambda)
    if inner is None and keyword(node, "loop") is None and not spread(node):
        yield Hit(node, f"{file.resolve(node.func)} wants a running loop")


WATCHERS = ("Abstract", "Fast", "MultiLoop", "Pidfd", "Safe", "Threaded")
_WATCHER = "asyncio chooses how it waits for child processes by itself"

watchers = removals(
    "PY314-asyncio-child-watcher",
    package="python",
    gone="3.14",
    docs=DOCS_314,
    names={
        **{f"asyncio.{kind}ChildWatcher": _WATCHER for kind in WATCHERS},
        "asyncio.get_child_watcher": _WATCHER,
        "asyncio.set_child_watcher": _WATCHER,
    },
    doc="""
    Child watchers are gone in Python 3.14.

    Deprecated in 3.12: a thread or a pidfd is used as the system allows.

    Manual: delete what sets one up. An import that nothing uses is dropped.

    ```diff
    -from asyncio import SafeChildWatcher
     import asyncio

     asyncio.set_child_watcher(asyncio.ThreadedChildWatcher())
    ```

    ```diff
     import processes as asyncio

     asyncio.set_child_watcher(None)
    ```
    """,
)

_POLICY = "pass loop_factory to asyncio.run or asyncio.Runner"

policies = removals(
    "PY316-asyncio-policy",
    package="python",
    gone="3.16",
    docs=DOCS_314,
    names={
        "asyncio.AbstractEventLoopPolicy": _POLICY,
        "asyncio.DefaultEventLoopPolicy": _POLICY,
        "asyncio.WindowsProactorEventLoopPolicy": _POLICY,
        "asyncio.WindowsSelectorEventLoopPolicy": _POLICY,
        "asyncio.get_event_loop_policy": _POLICY,
        "asyncio.set_event_loop_policy": _POLICY,
    },
    doc="""
    Event loop policies go in Python 3.16.

    Deprecated in 3.14.

    Manual: ``asyncio.run(main(), loop_factory=...)`` exists since Python 3.12, ``asyncio.Runner`` since 3.11.

    ```diff
    -from asyncio import DefaultEventLoopPolicy
     import asyncio

     asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    ```

    ```diff
     import asyncio

     asyncio.set_event_loop(loop)
    ```
    """,
)

iscoroutinefunction = moves(
    "PY316-iscoroutinefunction",
    package="python",
    since="3.12",
    gone="3.16",
    docs=DOCS_314,
    safety="review",
    moved={"asyncio.iscoroutinefunction": "inspect.iscoroutinefunction"},
    doc="""
    ``asyncio.iscoroutinefunction`` is ``inspect.iscoroutinefunction``.

    Deprecated in Python 3.14, to be removed in 3.16.

    Review: ``inspect`` does not know the mark that older mocks and decorators leave; ``inspect.markcoroutinefunction``
    (Python 3.12) sets the one it knows.

    ```diff
    -from asyncio import iscoroutinefunction
    +from inspect import iscoroutinefunction

     print(iscoroutinefunction(f))
    ```

    ```diff
     from asgiref.sync import iscoroutinefunction

     print(iscoroutinefunction(f))
    ```
    """,
)

_SOCKET_METHODS = (
    "accept",
    "connect",
    "connect_ex",
    "bind",
    "ioctl",
    "listen",
    "makefile",
    "sendfile",
    "close",
    "detach",
    "sendmsg_afalg",
    "sendmsg",
    "sendto",
    "send",
    "sendall",
    "set_inheritable",
    "share",
    "recv_into",
    "recvfrom_into",
    "recvmsg_into",
    "recvmsg",
    "recvfrom",
    "recv",
)
_TRANSPORT = "use transport.write(), or the loop's sock_ methods on a socket of your own"

internals = removals(
    "PY311-asyncio-internals",
    package="python",
    gone="3.11",
    docs=DOCS_311,
    names={
        "asyncio.coroutines.CoroWrapper": "coroutines of async def need no wrapper in debug mode",
        **{f"asyncio.trsock.TransportSocket.{name}": _TRANSPORT for name in _SOCKET_METHODS},
    },
    doc="""
    Inner parts of asyncio that went in Python 3.11.

    ``CoroWrapper`` went with ``asyncio.coroutine``; a transport's socket lets itself be looked at only.

    Manual: write through the transport.

    ```diff
    -from asyncio.coroutines import CoroWrapper
     from asyncio.trsock import TransportSocket

     print(TransportSocket.sendall)
    ```

    ```diff
     from asyncio.trsock import TransportSocket

     print(TransportSocket.getsockname)
    ```
    """,
)


@rule(
    "PY311-timeout-is-oserror",
    package="python",
    since=None,
    gone="3.11",
    docs="https://docs.python.org/3/library/asyncio-exceptions.html#asyncio.TimeoutError",
    safety="manual",
    names=["asyncio.TimeoutError", "concurrent.futures.TimeoutError", "asyncio.exceptions.TimeoutError"],
)
def timeout_order(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """Report timeouts that an earlier ``except OSError`` catches from Python 3.11 on.

    ``asyncio.TimeoutError`` and ``concurrent.futures.TimeoutError`` are the built-in ``TimeoutError`` since then, an
    OSError.

    Manual: put the handler of the timeout before the one of OSError.

    ```diff
     import asyncio

     try:
         work()
     except OSError:
         pass
    -except asyncio.TimeoutError:
    -    print("late")
    ```

    ```diff
     import asyncio

     try:
         work()
     except asyncio.TimeoutError:
         print("late")
     except OSError:
         pass
    ```
    """
    handler = file.inside(node, cst.ExceptHandler)
    around: Node = file.parent(handler) if handler is not None else node
    if handler is None or handler.type is None or not isinstance(around, cst.Try):
        return
    if node is not handler.type and file.inside(node, cst.Tuple) is not handler.type:
        return
    for earlier in around.handlers[: list(around.handlers).index(handler)]:
        kinds = [e.value for e in earlier.type.elements] if isinstance(earlier.type, cst.Tuple) else [earlier.type]
        if any(kind is not None and file.resolve(kind) in _OSERRORS for kind in kinds):
            yield Hit(node, "an earlier handler catches this timeout: it is an OSError from Python 3.11 on")
            return


_OSERRORS = {
    "builtins.OSError",
    "builtins.IOError",
    "builtins.EnvironmentError",
    "socket.error",
    "os.error",
    "select.error",
}

futures_error = removals(
    "PY311-futures-error",
    package="python",
    gone="3.11",
    docs="https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.TimeoutError",
    names={"concurrent.futures._base.Error": "it does not cover TimeoutError any more, catch that too"},
    doc="""
    ``concurrent.futures._base.Error`` lost one of its kinds.

    ``TimeoutError`` of ``concurrent.futures`` is the built-in one since Python 3.11, and no ``Error`` any more.

    Manual: catch ``(Error, TimeoutError)``. An import that nothing uses is dropped.

    ```diff
    -from concurrent.futures._base import Error
     import concurrent.futures as cf

     try:
         work()
     except cf._base.Error:
         pass
    ```

    ```diff
     import concurrent.futures as cf

     print(cf.CancelledError)
    ```
    """,
)


@rule(
    "PY310-asyncio-private-loop",
    package="python",
    since=None,
    gone="3.10",
    docs=DOCS_310,
    safety="manual",
    needles=["_loop asyncio"],
)
def private_loop(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """Report ``_loop`` of queues and locks.

    Since Python 3.10 they get their loop when they first wait; until then it is None.

    Manual: ask ``asyncio.get_running_loop()``.

    ```diff
     import asyncio

     queue = asyncio.Queue()
    -print(queue._loop)
    +print(asyncio.get_running_loop())
    ```

    ```diff
     import asyncio

     class Server:
         def __init__(self):
             self._loop = asyncio.new_event_loop()
             print(self._loop)
    ```
    """
    kinds = ("Queue", "LifoQueue", "PriorityQueue", "Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore")
    if node.attr.value == "_loop" and origins(node.value, file) & {f"asyncio.{kind}" for kind in kinds}:
        yield Hit(node, "the private _loop is None until the first wait")


@rule(
    "PY312-asyncio-generator",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#asyncio",
    safety="manual",
    needles=["asyncio"],
)
def plain_generator(node: cst.Call, file: File) -> Iterator[Hit]:
    """Report generators that are passed to asyncio as if they were coroutines.

    ``asyncio.iscoroutine`` is False for generators from Python 3.12 on, and what asks it raises TypeError.

    Manual: write ``async def`` and ``await``, or decorate the function with ``types.coroutine``.

    ```diff
     import asyncio

    -def work():
    -    yield from other()
    +async def work():
    +    await other()

     loop.run_until_complete(work())
    ```

    ```diff
     import asyncio
     import types

     @types.coroutine
     def work():
         yield from other()

     def lines():
         yield 1

     loop.run_until_complete(work())
     print(lines())
    ```
    """
    method = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
    name = file.resolve(node.func) or ""
    takes = ("run_until_complete", "create_task", "ensure_future", "run_coroutine_threadsafe")
    asks = {f"asyncio.{each}" for each in (*takes, "iscoroutine", "run", "wait_for", "shield")}
    first = node.args[0].value if node.args and not node.args[0].star else None
    if not (name in asks or (method in takes and name == "")) or not isinstance(first, cst.Call):
        return
    if not isinstance(first.func, cst.Name):
        return
    scope = file.names.scope(first.func).find(first.func.value)
    bindings = scope.bindings[first.func.value] if scope else []
    function = bindings[0].node if len(bindings) == 1 else None
    if isinstance(function, cst.FunctionDef) and not function.asynchronous and not function.decorators:
        found = _Yields()
        function.body.visit(found)
        if found.plain or found.delegates:
            yield Hit(first, "a generator is no coroutine any more")
