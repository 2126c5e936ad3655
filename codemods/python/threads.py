"""``threading``: names in camel case, deprecated since Python 3.10."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.methods import renamed_methods
from upgrader.rule import File, Hit, moves, rule

DOCS = "https://docs.python.org/3.10/whatsnew/3.10.html#deprecated"

functions = moves(
    "PY310-threading-functions",
    package="python",
    since=None,
    gone=None,
    docs=DOCS,
    moved={
        "threading.currentThread": "threading.current_thread",
        "threading.activeCount": "threading.active_count",
    },
    doc="""
    Functions of ``threading`` in camel case.

    The names with underscores exist since Python 2.6; the others are deprecated since 3.10.

    ```diff
     import threading
    -from threading import activeCount as count
    +from threading import active_count as count

    -print(threading.currentThread(), count())
    +print(threading.current_thread(), count())
    ```

    ```diff
     from ours import threading

     print(threading.currentThread())
    ```
    """,
)

methods = renamed_methods(
    "PY310-threading-methods",
    package="python",
    since=None,
    gone=None,
    docs=DOCS,
    moved={
        "threading.Condition.notifyAll": "notify_all",
        "threading.Event.isSet": "is_set",
        "threading.Thread.getName": ".name",
        "threading.Thread.setName": "name=",
        "threading.Thread.isDaemon": ".daemon",
        "threading.Thread.setDaemon": "daemon=",
    },
    unsure=("notifyAll", "isDaemon", "setDaemon"),
    doc="""
    Methods of threads, conditions and events in camel case.

    Deprecated since Python 3.10. Only where the file shows what the receiver is, by constructor, annotation or class.

    ```diff
     import threading
     from threading import Thread


     class Worker(Thread):
         def __init__(self):
             super().__init__()
    -        self.setDaemon(True)  # ends with the program
    -        self.wake = threading.Event()
    +        self.daemon = True  # ends with the program
    +        self.wake = threading.Event()

         def run(self):
    -        while not self.wake.isSet():
    -            print(self.getName())
    +        while not self.wake.is_set():
    +            print(self.name)


     worker = Worker()
    -worker.setName("worker")
    +worker.name = "worker"
     callback = worker.setName
    ```

    ```diff
     import threading


     class Named(threading.Thread):
         def getName(self):
             return "named"


     print(Named().getName(), something.getName())
    ```
    """,
)

is_alive = renamed_methods(
    "PY39-threading-isalive",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3.9/whatsnew/3.9.html#removed",
    moved={
        "threading.Thread.isAlive": "is_alive",
        "multiprocessing.dummy.Process.isAlive": "is_alive",
        "multiprocessing.dummy.DummyProcess.isAlive": "is_alive",
    },
    unsure=("isAlive",),
    doc="""
    ``Thread.isAlive`` is ``is_alive``.

    Deprecated since Python 3.8, removed in 3.9.

    ```diff
     import threading

     worker = threading.Thread(target=print)
    -if worker.isAlive():
    +if worker.is_alive():
         worker.join()
    ```

    ```diff
     import threading

     print(player.isAlive())
    ```
    """,
)

locks = renamed_methods(
    "PY313-thread-lock-methods",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/library/threading.html#lock-objects",
    moved={
        f"{lock}.{old}": new
        for lock in ("threading.Lock", "_thread.allocate_lock", "_thread.allocate")
        for old, new in {"acquire_lock": "acquire", "release_lock": "release", "locked_lock": "locked"}.items()
    },
    doc="""
    Old names of the methods of locks.

    Never documented; ``acquire``, ``release`` and ``locked`` are the names.

    ```diff
     import threading

     lock = threading.Lock()
    -lock.acquire_lock()
    +lock.acquire()
    ```

    ```diff
     from ours import Lock

     Lock().acquire_lock()
    ```
    """,
)


@rule(
    "PY315-threading-rlock-arguments",
    package="python",
    since=None,
    gone="3.15",
    docs="https://docs.python.org/3.13/whatsnew/3.13.html#pending-removal-in-python-3-15",
    names=["threading.RLock"],
)
def rlock(node: cst.Call, file: File) -> Iterator[Hit]:
    """``RLock`` takes no arguments.

    It ignored them on C implementations; deprecated in Python 3.13, an error from 3.15.

    ```diff
     import threading

    -lock = threading.RLock(True)
    +lock = threading.RLock()
    ```

    ```diff
     import threading
     from ours import RLock

     lock = threading.RLock()
     other = RLock(True)
    ```
    """
    if node.args:
        message = "RLock takes no arguments"
        simple = all(
            isinstance(arg.value, (cst.Name, cst.SimpleString, cst.Integer)) and not arg.star for arg in node.args
        )
        call = f"{file.code(node.func)}()"
        yield Hit(node, message, call) if simple and not file.guard(node) else Hit(node, message)
