"""Signals."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import without_arg
from upgrader.methods import to_keywords
from upgrader.rule import File, Hit, rule

_SIGNALS = {
    "django.dispatch.Signal",
    "django.dispatch.dispatcher.Signal",
    "django.db.models.signals.ModelSignal",
}


@rule(
    "DJ40-providing-args",
    package="django",
    since=None,
    gone="4.0",
    docs="https://docs.djangoproject.com/en/4.0/releases/4.0/#features-removed-in-4-0",
    needles=["providing_args", "dispatch Signal", "signals ModelSignal"],
)
def providing_args(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Signal(providing_args=...)`` takes no such argument.

    It was documentation only, deprecated in Django 3.1. Found by keyword and by position, through ``partial`` and an
    unpacked dictionary, and in the ``__init__`` of subclasses. Where the list holds comments nothing is edited, because
    they would go with it.

    ```diff
     import django.dispatch
     from django.db.models.signals import ModelSignal
     from django.dispatch import Signal as Dispatcher

    -saved = django.dispatch.Signal(providing_args=["book", "user"])
    -moved = Dispatcher(
    -    providing_args=["book"],
    -    use_caching=True,  # often sent
    -)
    -old = Dispatcher(["book"], True)
    -new = ModelSignal(**{"providing_args": ["book"], "use_caching": True})
    +saved = django.dispatch.Signal()
    +moved = Dispatcher(
    +    use_caching=True,  # often sent
    +)
    +old = Dispatcher(use_caching=True)
    +new = ModelSignal(**{"use_caching": True})
    ```

    ```diff
     from functools import partial

     from django.dispatch import Signal

    -make = partial(Signal, providing_args=["book"])
    +make = partial(Signal)


     class Sent(Signal):
         def __init__(self):
    -        super().__init__(providing_args=["book"])
    +        super().__init__()


     class Plain(Signal):
         pass


    -plain = Plain(providing_args=[])
    +plain = Plain()
    ```

    ```diff
     from blinker import Signal
     from django.dispatch import Signal as Dispatcher

     mine = Signal(providing_args=["book"])
     theirs = Dispatcher(use_caching=True)


     class Own(Dispatcher):
         def __init__(self, providing_args):
             super().__init__()


     own = Own(providing_args=["book"])
    ```
    """
    shift = _makes_signal(node, file)
    if shift is None:
        return
    new = _without(node, shift, file)
    if new is None:
        return
    message = "Signal() takes no providing_args, which was documentation only"
    kept = len(_comments(new)) == len(_comments(node))
    yield Hit(node, message, new if kept and not file.guard(node) else None)


def _makes_signal(node: cst.Call, file: File) -> int | None:
    """Return at which position ``providing_args`` stands in a call that makes a signal, None for any other call."""
    if _is_signal(node.func, file):
        return 0
    if file.resolve(node.func) == "functools.partial":
        return 1 if node.args and _is_signal(node.args[0].value, file) else None
    function = node.func
    if not isinstance(function, cst.Attribute) or function.attr.value != "__init__":
        return None
    owner = function.value
    if isinstance(owner, cst.Call) and file.resolve(owner.func) == "builtins.super":
        around = file.class_around(node)
        return 0 if around is not None and file.ancestors(around) & _SIGNALS else None
    return 1 if _is_signal(owner, file) else None


def _is_signal(function: cst.BaseExpression, file: File) -> bool:
    """Whether a class is a signal that takes what ``Signal`` takes."""
    name = file.resolve(function)
    if name is not None:
        return name in _SIGNALS or bool(file.inherited(name) & _SIGNALS)
    if not isinstance(function, cst.Name):
        return False
    scope = file.names.scope(function).find(function.value)
    definitions = [binding.node for binding in scope.bindings[function.value]] if scope else []
    return bool(definitions) and all(
        isinstance(definition, cst.ClassDef)
        and bool(file.ancestors(definition) & _SIGNALS)
        and not any(
            isinstance(part, cst.FunctionDef) and part.name.value == "__init__" for part in definition.body.body
        )
        for definition in definitions
    )


def _without(call: cst.Call, position: int, file: File) -> cst.Call | None:
    """Return a call without ``providing_args``, None when it has none that can be seen."""
    for index, arg in enumerate(call.args):
        if arg.keyword is not None and arg.keyword.value == "providing_args":
            return without_arg(call, index)
        if arg.star == "**" and isinstance(arg.value, cst.Dict):
            kept = [
                element
                for element in arg.value.elements
                if not (
                    isinstance(element, cst.DictElement)
                    and isinstance(element.key, cst.SimpleString)
                    and element.key.evaluated_value == "providing_args"
                )
            ]
            if kept and len(kept) < len(arg.value.elements):
                changed = arg.with_changes(value=arg.value.with_changes(elements=kept))
                return call.with_changes(args=[changed if other is arg else other for other in call.args])
            if len(kept) < len(arg.value.elements):
                return without_arg(call, index)
    leading = call.args[: position + 1]
    if len(leading) <= position or any(arg.star or arg.keyword is not None for arg in leading):
        return None
    rest = to_keywords(call, position + 1, ["use_caching"]) or call
    return without_arg(rest, position)


def _comments(node: cst.CSTNode) -> list[str]:
    own = [node.value] if isinstance(node, cst.Comment) else []
    return own + [comment for child in node.children for comment in _comments(child)]


_MODEL_SIGNALS = ("pre_init", "post_init", "pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed")
_OTHERS = ("pre_migrate", "post_migrate", "class_prepared")


@rule(
    "DJ20-signal-disconnect-weak",
    package="django",
    since=None,
    gone="2.0",
    docs="https://docs.djangoproject.com/en/2.0/releases/2.0/#features-removed-in-2-0",
    names=[
        *(f"django.db.models.signals.{name}.disconnect" for name in (*_MODEL_SIGNALS, *_OTHERS)),
        *(f"django.core.signals.{name}.disconnect" for name in ("request_started", "request_finished")),
        "django.core.signals.got_request_exception.disconnect",
        "django.core.signals.setting_changed.disconnect",
        "django.test.signals.setting_changed.disconnect",
        *(
            f"django.contrib.auth.signals.user_{name}.disconnect"
            for name in ("logged_in", "logged_out", "login_failed")
        ),
    ],
)
def disconnect_weak(node: cst.Call, file: File) -> Iterator[Hit]:
    """``signal.disconnect()`` takes no ``weak``.

    It had no effect.

    ```diff
     from django.db.models import signals

    -signals.post_save.disconnect(handler, weak=False)
    +signals.post_save.disconnect(handler)
    ```

    ```diff
     from django.db.models.signals import post_save

     post_save.connect(handler, weak=False)
     post_save.disconnect(handler)
    ```
    """
    for index, arg in enumerate(node.args):
        if arg.keyword is not None and arg.keyword.value == "weak":
            new = None if file.guard(node) else without_arg(node, index)
            yield Hit(node, "Signal.disconnect() takes no weak, which had no effect", new)
