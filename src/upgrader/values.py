"""What a value is, as far as its own file shows: by constructor calls, annotations and class bases, never by its name."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.classes import upwards
from upgrader.edit import argument, spread
from upgrader.names import Binding, Node
from upgrader.rule import File

_DEPTH = 8  #: a = b; b = c; ... followed no further than this

_ELEMENT = "xml.etree.ElementTree.Element"
_TREE = "xml.etree.ElementTree.ElementTree"

#: What functions, methods and properties return, as far as rules ask. Source: the documentation of the modules.
RESULTS: dict[str, str] = {
    "xml.etree.ElementTree.parse": _TREE,
    "xml.etree.ElementTree.fromstring": _ELEMENT,
    "xml.etree.ElementTree.fromstringlist": _ELEMENT,
    "xml.etree.ElementTree.XML": _ELEMENT,
    "xml.etree.ElementTree.SubElement": _ELEMENT,
    f"{_TREE}.getroot": _ELEMENT,
    f"{_TREE}.parse": _ELEMENT,
    f"{_TREE}.find": _ELEMENT,
    f"{_ELEMENT}.find": _ELEMENT,
    "pkg_resources.get_entry_info": "pkg_resources.EntryPoint",
    "threading.current_thread": "threading.Thread",
    "threading.currentThread": "threading.Thread",
    "threading.main_thread": "threading.Thread",
    "tarfile.TarFile.open": "tarfile.TarFile",
    "tarfile.open": "tarfile.TarFile",
    **{f"tarfile.TarFile.{name}": "tarfile.TarInfo" for name in ("next", "getmember", "gettarinfo")},
    "sqlite3.connect": "sqlite3.Connection",
    "sqlite3.Connection.cursor": "sqlite3.Cursor",
    "ssl.create_default_context": "ssl.SSLContext",
    **{
        f"pathlib.{path}.{name}": f"pathlib.{path}"
        for path in ("Path", "PurePath")
        for name in (
            "parent",
            "joinpath",
            "with_name",
            "with_suffix",
            "absolute",
            "resolve",
            "expanduser",
            "cwd",
            "home",
        )
    },
}

#: What comes out of an iteration over an instance of a class, or over what a function or method returns.
ITEMS: dict[str, str] = {
    _ELEMENT: _ELEMENT,
    **{
        f"{owner}.{name}": _ELEMENT
        for owner in (_ELEMENT, _TREE)
        for name in ("iter", "findall", "iterfind", "getiterator", "getchildren")
    },
    **{f"pathlib.Path.{name}": "pathlib.Path" for name in ("iterdir", "glob", "rglob")},
    "pkg_resources.iter_entry_points": "pkg_resources.EntryPoint",
    "threading.enumerate": "threading.Thread",
    "tarfile.TarFile": "tarfile.TarInfo",
    "tarfile.TarFile.getmembers": "tarfile.TarInfo",
}

#: Containers that an annotation may name with what comes out of them: ``List[Element]``.
_CONTAINERS = frozenset(
    [
        *(
            f"typing.{name}"
            for name in ("List", "Set", "FrozenSet", "Sequence", "MutableSequence", "Iterable", "Iterator")
        ),
        *(f"typing.{name}" for name in ("Collection", "Deque", "Generator", "AbstractSet")),
        *(
            f"collections.abc.{name}"
            for name in ("Sequence", "MutableSequence", "Iterable", "Iterator", "Collection", "Set")
        ),
        *(f"builtins.{name}" for name in ("list", "set", "frozenset")),
        *("collections.deque", "collections.abc.Generator"),
    ]
)
#: Functions that give what comes out of their argument, in a container of their own.
_SAME_ITEMS = frozenset(f"builtins.{name}" for name in ("list", "tuple", "set", "sorted", "reversed", "iter"))

_LITERALS: tuple[tuple[type[Node] | tuple[type[Node], ...], str], ...] = (
    ((cst.Set, cst.SetComp), "builtins.set"),
    ((cst.Dict, cst.DictComp), "builtins.dict"),
    ((cst.List, cst.ListComp), "builtins.list"),
    (cst.Tuple, "builtins.tuple"),
    (cst.Float, "builtins.float"),
    (cst.Integer, "builtins.int"),
    (cst.FormattedString, "builtins.str"),
)


def origins(node: Node, file: File) -> frozenset[str]:
    """Return the dotted names of the classes or functions that ``node`` is an instance or a result of.

    For ``array.array("b")``, and for a name, attribute of ``self`` or ``with`` target that holds nothing else, that is
    ``{"array.array"}``; a class of the file or project adds what it inherits from. A method's result is
    ``{"array.array.method"}``. Empty when the file does not show it.
    """
    return _origins(node, file, _DEPTH)


def _origins(node: Node, file: File, depth: int) -> frozenset[str]:
    if not depth:
        return frozenset()
    # without a memory, each step back asks every binding for all of its own: a power of their number
    known = file.origins.get((node, depth))
    if known is None:
        known = file.origins[node, depth] = _looked_up(node, file, depth)
    return known


def _looked_up(node: Node, file: File, depth: int) -> frozenset[str]:
    for kinds, name in _LITERALS:
        if isinstance(node, kinds):
            return frozenset([name])
    if isinstance(node, cst.SimpleString):
        return frozenset(["builtins.bytes" if "b" in node.prefix else "builtins.str"])
    if isinstance(node, cst.Call):
        if file.resolve(node.func) == "builtins.next" and node.args:
            return _items(node.args[0].value, file, depth - 1)
        return _called(node.func, file, depth, awaited=isinstance(file.parent(node), cst.Await))
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Divide):
        left = _origins(node.left, file, depth - 1)
        return left if left & {"pathlib.Path", "pathlib.PurePath"} else frozenset()
    if isinstance(node, cst.Await):
        return _origins(node.expression, file, depth - 1)
    if isinstance(node, cst.NamedExpr):
        return _origins(node.value, file, depth - 1)
    if isinstance(node, cst.Name):
        if node.value in ("True", "False"):
            return frozenset(["builtins.bool"])
        scope = file.names.scope(node).find(node.value)
        bindings = scope.bindings[node.value] if scope else []
        others = [binding for binding in bindings if not _comes_back(binding, node, file, depth - 1)]
        return _agreed(_bound(binding, file, depth - 1) for binding in others)
    if isinstance(node, cst.Subscript) and len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Index):
        at = node.slice[0].slice.value
        number = isinstance(at, cst.Integer) or (
            isinstance(at, cst.UnaryOperation) and isinstance(at.operator, cst.Minus)
        )
        return _items(node.value, file, depth - 1) if number else frozenset()
    if isinstance(node, cst.Attribute):
        definition = _own_class(node, file, depth) or _class_of(node.value, file, depth)
        if definition is not None:
            annotation = _declared(definition, node.attr.value, file, depth - 1)
            if annotation is not None:
                return _annotated(annotation, file)
            values = _assigned(definition, node.attr.value, file, depth - 1)
            return _agreed(_origins(value, file, depth - 1) for value in values)
        owners = _origins(node.value, file, depth - 1)
        return _results(frozenset(f"{owner}.{node.attr.value}" for owner in owners)) if owners else frozenset()
    return frozenset()


def _called(function: Node, file: File, depth: int, *, awaited: bool = False) -> frozenset[str]:
    """Return what a call gives: the class or function itself and, where the tables know it, the class of its result."""
    named = _named(function, file)
    if not named and isinstance(function, cst.Attribute):
        owners = _origins(function.value, file, depth - 1)
        named = frozenset(f"{owner}.{function.attr.value}" for owner in owners)
    if isinstance(function, cst.Attribute) and (definition := _own_class(function, file, depth)) is not None:
        # form_class = BookForm, and then self.form_class()
        classes = (_named(value, file) for value in _assigned(definition, function.attr.value, file, depth))
        named = _agreed(classes) or named
    own = _own_function(function, file) if all(name.startswith("<") for name in named) else None
    # what calling a coroutine gives is not what it says
    if own is not None and own.returns is not None and (own.asynchronous is None or awaited):
        return _annotated(own.returns.annotation, file)
    if own is not None and own.returns is None and own.asynchronous is None:
        return named | _agreed(_origins(value, file, depth - 1) for value in _returned(own, file))
    return named | _results(named)


def _returned(function: cst.FunctionDef, file: File) -> Iterator[cst.BaseExpression]:
    """Yield what the ``return`` statements of a function give; nothing for a generator."""
    if any(file.inside(node, cst.FunctionDef) is function for node in file.names.nodes.get(cst.Yield, ())):
        return
    for node in file.names.nodes.get(cst.Return, ()):
        value = cst.ensure_type(node, cst.Return).value
        if value is not None and file.inside(node, cst.FunctionDef) is function:
            yield value


def _results(functions: frozenset[str]) -> frozenset[str]:
    return frozenset(RESULTS[function] for function in functions if function in RESULTS)


def _items(iterated: Node, file: File, depth: int) -> frozenset[str]:
    """Return what an iteration over ``iterated`` gives."""
    if isinstance(iterated, cst.Call) and file.resolve(iterated.func) in _SAME_ITEMS and len(iterated.args) > 0:
        return _items(iterated.args[0].value, file, depth - 1) if depth else frozenset()
    annotation = _annotation_of(iterated, file)
    if isinstance(annotation, cst.Subscript) and file.resolve(annotation.value) in _CONTAINERS:
        inner = annotation.slice[0].slice
        return _annotated(inner.value, file) if isinstance(inner, cst.Index) else frozenset()
    if depth and (contents := _contents(iterated, file, depth)):
        return _agreed(_origins(one, file, depth - 1) for one in contents)
    return frozenset(ITEMS[name] for name in _origins(iterated, file, depth) if name in ITEMS)


_ADD_ONE = ("append", "add", "appendleft")
_ADD_OTHERS = ("extend", "insert", "update", "extendleft")


def _contents(node: Node, file: File, depth: int) -> list[Node]:
    """Return what is put into a list or set that the file makes, by brackets and ``append()``; nothing where more may be."""
    if isinstance(node, (cst.ListComp, cst.SetComp, cst.GeneratorExp)):
        return [node.elt]
    if isinstance(node, (cst.List, cst.Set, cst.Tuple)):
        starred = any(isinstance(element, cst.StarredElement) for element in node.elements)
        return [] if starred else [element.value for element in node.elements]
    if isinstance(node, cst.Call) and file.resolve(node.func) in _SAME_ITEMS and node.args:
        return _contents(node.args[0].value, file, depth)
    made: Node | None = None
    if isinstance(node, cst.Name):
        scope = file.names.scope(node).find(node.value)
        bindings = scope.bindings[node.value] if scope is not None else []
        target = file.parent(bindings[0].node) if len(bindings) == 1 else None
        assign = file.parent(target) if isinstance(target, cst.AssignTarget) else None
        made = assign.value if isinstance(assign, cst.Assign) else None
    elif isinstance(node, cst.Attribute) and (definition := _own_class(node, file, depth)) is not None:
        values = list(_assigned(definition, node.attr.value, file, depth))
        made = values[0] if len(values) == 1 else None
    if not isinstance(made, (cst.List, cst.Set, cst.ListComp, cst.SetComp)):
        return []
    if any(_is_put_into(node, call.func, file) for name in _ADD_OTHERS for call in file.calls.get(name, ())) or any(
        isinstance(one, cst.AssignTarget)
        and isinstance(one.target, cst.Subscript)
        and _is_same(node, one.target.value, file)
        for one in file.names.nodes.get(cst.AssignTarget, ())
    ):
        return []
    added = [call for name in _ADD_ONE for call in file.calls.get(name, ()) if _is_put_into(node, call.func, file)]
    if any(len(call.args) != 1 or call.args[0].star for call in added):
        return []
    return [*_contents(made, file, depth), *(call.args[0].value for call in added)]


def _is_put_into(node: Node, method: Node, file: File) -> bool:
    return isinstance(method, cst.Attribute) and _is_same(node, method.value, file)


def _is_same(node: Node, other: Node, file: File) -> bool:
    """Return whether two nodes are one variable, or one attribute of ``self`` in a class."""
    if isinstance(node, cst.Name) and isinstance(other, cst.Name):
        scopes = [file.names.scope(one).find(one.value) for one in (node, other)]
        return node.value == other.value and scopes[0] is scopes[1] is not None
    if isinstance(node, cst.Attribute) and isinstance(other, cst.Attribute):
        same = file.code(node) == file.code(other)
        return same and file.class_around(node) is file.class_around(other)
    return False


def _annotation_of(node: Node, file: File) -> Node | None:
    """Return the annotation of the one parameter or variable that a name stands for, or of what a call returns."""
    if isinstance(node, cst.Call):
        function = _own_function(node.func, file)
        return function.returns.annotation if function is not None and function.returns is not None else None
    scope = file.names.scope(node).find(node.value) if isinstance(node, cst.Name) else None
    bindings = scope.bindings[node.value] if scope is not None and isinstance(node, cst.Name) else []
    if len(bindings) != 1:
        return None
    (binding,) = bindings
    around = binding.node if isinstance(binding.node, cst.Param) else file.parent(binding.node)
    if isinstance(around, (cst.Param, cst.AnnAssign)) and around.annotation is not None:
        return around.annotation.annotation
    return None


def _own_function(function: Node, file: File) -> cst.FunctionDef | None:
    """Return the one function of the file, or the one method of the class around, that a call calls.

    What is decorated may return something else than it says.
    """
    if isinstance(function, cst.Name):
        scope = file.names.scope(function).find(function.value)
        found = [binding.node for binding in scope.bindings[function.value]] if scope is not None else []
    elif (
        isinstance(function, cst.Attribute) and isinstance(function.value, cst.Name) and function.value.value == "self"
    ):
        around = file.class_around(function)
        found = [
            node
            for node in file.names.nodes.get(cst.FunctionDef, ())
            if isinstance(node, cst.FunctionDef)
            and node.name.value == function.attr.value
            and around is not None
            and file.parent(node) is around.body
        ]
    else:
        return None
    only = found[0] if len(found) == 1 else None
    return only if isinstance(only, cst.FunctionDef) and not only.decorators else None


def _agreed(found: Iterator[frozenset[str]]) -> frozenset[str]:
    """Return what all sources of a value have in common; nothing when there is no source."""
    sets = list(found)
    return frozenset.intersection(*sets) if sets else frozenset()


def _named(function: Node, file: File, depth: int = 0) -> frozenset[str]:
    """Return the name of a class or function; for a class of this file also all it inherits from."""
    name = file.resolve(function)
    if name is not None:
        return frozenset(upwards(name, file.inherited))
    if isinstance(function, cst.Name):
        scope = file.names.scope(function).find(function.value)
        bindings = scope.bindings[function.value] if scope else []
        if len(bindings) == 1 and isinstance(bindings[0].node, cst.ClassDef):
            return _self(bindings[0].node, file)
    if isinstance(function, cst.Attribute):
        receivers = _origins(function.value, file, depth)
        return frozenset(f"{receiver}.{function.attr.value}" for receiver in receivers)
    return frozenset()


def _self(definition: cst.ClassDef, file: File) -> frozenset[str]:
    return file.ancestors(definition) | {f"<{definition.name.value}>"}


def _bound(binding: Binding, file: File, depth: int) -> frozenset[str]:
    target = binding.node
    if isinstance(target, cst.Param):
        return _param(target, file, depth)
    around = file.parent(target) if isinstance(target, cst.Name) else target
    if isinstance(around, cst.AssignTarget):
        assign = file.parent(around)
        return _origins(assign.value, file, depth) if isinstance(assign, cst.Assign) else frozenset()
    if isinstance(around, cst.Element) and (value := unpacked(around, file)) is not None:
        return _origins(value, file, depth)
    if isinstance(around, cst.AnnAssign):
        return _annotated(around.annotation.annotation, file)
    if isinstance(around, cst.NamedExpr):
        return _origins(around.value, file, depth)
    if isinstance(around, (cst.For, cst.CompFor)):
        return _items(around.iter, file, depth)
    if isinstance(around, cst.AsName) and isinstance(item := file.parent(around), cst.WithItem):
        return _origins(item.item, file, depth)  # the context managers of the standard library return themselves
    if isinstance(around, cst.AsName) and isinstance(handler := file.parent(around), cst.ExceptHandler):
        return _named(handler.type, file) if handler.type is not None else frozenset()
    return frozenset()


def _comes_back(binding: Binding, name: cst.Name, file: File, depth: int) -> bool:
    """Return whether a loop gives a variable nothing but what was in it: ``all.append(one)``, then ``for one in all``."""
    around = file.parent(binding.node) if isinstance(binding.node, cst.Name) else None
    if not isinstance(around, (cst.For, cst.CompFor)) or around.target is not binding.node:
        return False
    contents = _contents(around.iter, file, depth) if depth else []
    return bool(contents) and all(_is_same(name, one, file) for one in contents)


def unpacked(element: cst.BaseElement, file: File) -> cst.BaseExpression | None:
    """Return what ``a`` is set to in ``a, b = 1, 2``, given the element of the left side; None when that is not shown."""
    row = file.parent(element)
    assign = file.parent(file.parent(row))
    if not isinstance(row, (cst.Tuple, cst.List)) or not isinstance(assign, cst.Assign):
        return None
    values = assign.value
    if not isinstance(values, (cst.Tuple, cst.List)) or len(values.elements) != len(row.elements):
        return None
    starred = any(isinstance(one, cst.StarredElement) for one in (*row.elements, *values.elements))
    return None if starred else values.elements[list(row.elements).index(element)].value


def _param(param: cst.Param, file: File, depth: int) -> frozenset[str]:
    if param.annotation is not None:
        return _annotated(param.annotation.annotation, file)
    parameters = file.parent(param)
    function = file.parent(parameters)
    if not isinstance(function, cst.FunctionDef) or not isinstance(parameters, cst.Parameters):
        return frozenset()
    body = file.parent(function)
    definition = file.parent(body) if isinstance(body, cst.IndentedBlock) else None
    places = [*parameters.posonly_params, *parameters.params]
    if isinstance(definition, cst.ClassDef):
        if any(file.resolve(decorator.decorator) == "builtins.staticmethod" for decorator in function.decorators):
            return frozenset()
        if places and param is places.pop(0):
            return _self(definition, file)
    elif body is not file.module:
        return frozenset()
    if not any(param is place for place in places):
        return frozenset()
    place = next(index for index, one in enumerate(places) if one is param)
    if place < len(patches := _patches(function, file)):
        return frozenset(patches[place])
    return _agreed(
        _origins(value, file, depth) if value is not None else frozenset()
        for value in _passed(function, place, param.name.value, file)
    )


#: How many arguments may be given by position before the one that replaces the mock which is passed on.
_PATCHES = {
    f"{module}.{name}": count
    for module in ("unittest.mock", "mock")
    for name, count in (("patch", 1), ("patch.object", 2))
}


def _patches(function: cst.FunctionDef, file: File) -> list[list[str]]:
    """Return what decorators like ``@mock.patch("ours.send")`` pass to a function, in the order of its parameters.

    Nothing where a decorator may pass something too.
    """
    found = []
    for decorator in reversed(function.decorators):  # the one next to the function comes first
        call = decorator.decorator
        name = file.resolve(call.func if isinstance(call, cst.Call) else call) or ""
        if isinstance(call, cst.Call) and name in _PATCHES:
            given = [arg.keyword.value if arg.keyword else "" for arg in call.args]
            if spread(call):
                return []
            if given.count("") <= _PATCHES[name] and "new" not in given:
                found.append([] if "new_callable" in given else [name])
        elif not name.startswith(("unittest.", "pytest.", "django.")):
            return []
    return found


def _passed(function: cst.FunctionDef, place: int, name: str, file: File) -> Iterator[cst.BaseExpression | None]:
    """Yield what each call in the file passes to a function as one argument, None where that is not shown.

    Nothing where another function of the file has its name: the calls may be of that one.
    """
    own = function.name.value
    if (
        sum(isinstance(node, cst.FunctionDef) and node.name.value == own for node in file.names.nodes[cst.FunctionDef])
        > 1
    ):
        return
    for call in file.calls.get(own, ()):
        passed = argument(call, place, name)
        yield passed.value if passed is not None and not spread(call) else None


def _annotated(annotation: Node, file: File) -> frozenset[str]:
    """Return the class an annotation names; ``Optional[X]`` and ``X | None`` are X."""
    if isinstance(annotation, cst.SimpleString):
        return _quoted(annotation, file)
    if isinstance(annotation, cst.Subscript):
        inner = annotation.slice[0].slice
        meaning = file.resolve(annotation.value)
        if meaning in ("typing.Optional", "typing.Annotated", "typing.ClassVar", "typing.Final"):
            return _annotated(inner.value, file) if isinstance(inner, cst.Index) else frozenset()
        if meaning == "typing.Union":
            sides = [part.slice.value for part in annotation.slice if isinstance(part.slice, cst.Index)]
            named = [side for side in sides if file.code(side) != "None"]
            return _annotated(named[0], file) if len(named) == 1 else frozenset()
        return _named(annotation.value, file)
    if isinstance(annotation, cst.BinaryOperation):
        sides = [side for side in (annotation.left, annotation.right) if file.code(side) != "None"]
        return _annotated(sides[0], file) if len(sides) == 1 else frozenset()
    return _named(annotation, file)


def _quoted(annotation: cst.SimpleString, file: File) -> frozenset[str]:
    """Return the class that an annotation in quotes names, where that is a name and nothing more."""
    text = annotation.evaluated_value
    if not isinstance(text, str) or not all(part.isidentifier() for part in text.split(".")):
        return frozenset()
    first, _, rest = text.partition(".")
    scope = file.names.scope(annotation).find(first)
    bindings = scope.bindings[first] if scope is not None else []
    if len(bindings) != 1:
        return frozenset()
    (binding,) = bindings
    if binding.qualified is not None:
        return frozenset(upwards(f"{binding.qualified}.{rest}" if rest else binding.qualified, file.inherited))
    return _self(binding.node, file) if isinstance(binding.node, cst.ClassDef) and not rest else frozenset()


def _own_class(node: cst.Attribute, file: File, depth: int) -> cst.ClassDef | None:
    """Return the class of which ``node`` is an attribute of ``self``."""
    definition = file.class_around(node)
    if definition is None or not isinstance(node.value, cst.Name):
        return None
    return definition if _origins(node.value, file, depth - 1) >= _self(definition, file) else None


def _class_of(node: Node, file: File, depth: int) -> cst.ClassDef | None:
    """Return the class of this file that ``node`` is an instance of, or is itself."""
    if isinstance(node, cst.Name):
        scope = file.names.scope(node).find(node.value)
        bindings = scope.bindings[node.value] if scope is not None else []
        if len(bindings) == 1 and isinstance(bindings[0].node, cst.ClassDef):
            return bindings[0].node
    marks = {name for name in _origins(node, file, depth - 1) if name.startswith("<")}
    found = [
        one
        for one in file.names.nodes.get(cst.ClassDef, ())
        if isinstance(one, cst.ClassDef) and f"<{one.name.value}>" in marks
    ]
    return found[0] if len(marks) == len(found) == 1 else None


def _declared(definition: cst.ClassDef, name: str, file: File, depth: int) -> Node | None:
    """Return the annotation of ``self.name``, or of ``name`` in the class's body, as fields of a dataclass have it."""
    for node in file.names.nodes.get(cst.AnnAssign, ()):
        target = cst.ensure_type(node, cst.AnnAssign).target
        in_body = isinstance(target, cst.Name) and target.value == name
        to_self = isinstance(target, cst.Attribute) and target.attr.value == name and isinstance(target.value, cst.Name)
        if not (in_body or to_self) or file.class_around(node) is not definition:
            continue
        if in_body and file.inside(node, cst.FunctionDef) is not file.inside(definition, cst.FunctionDef):
            continue
        if isinstance(target, cst.Attribute) and not _origins(target.value, file, depth) >= _self(definition, file):
            continue
        return cst.ensure_type(node, cst.AnnAssign).annotation.annotation
    return None


def _assigned(definition: cst.ClassDef, name: str, file: File, depth: int) -> Iterator[cst.BaseExpression]:
    """Yield what is assigned to ``self.name``, or to ``name`` in the class's body, other than ``None``."""
    for node in file.names.nodes.get(cst.AssignTarget, ()):
        target = cst.ensure_type(node, cst.AssignTarget).target
        to_self = (
            isinstance(target, cst.Attribute)
            and target.attr.value == name
            and isinstance(target.value, cst.Name)
            and _origins(target.value, file, depth) >= _self(definition, file)
        )
        in_body = isinstance(target, cst.Name) and target.value == name
        if not (to_self or in_body) or file.class_around(node) is not definition:
            continue
        if in_body and file.inside(node, cst.FunctionDef) is not file.inside(definition, cst.FunctionDef):
            continue
        assign = file.parent(node)
        if isinstance(assign, cst.Assign):
            value = assign.value
            if not (isinstance(value, cst.Name) and value.value == "None"):
                yield value


def uses_of_value(call: cst.Call, file: File) -> Iterator[cst.BaseExpression]:
    """Yield a call and the uses of the one name that it alone is assigned to."""
    yield call
    assign = file.parent(call)
    if not isinstance(assign, cst.Assign) or len(assign.targets) != 1:
        return
    target = assign.targets[0].target
    scope = file.names.scope(target).find(target.value) if isinstance(target, cst.Name) else None
    if scope is None or not isinstance(target, cst.Name) or len(scope.bindings[target.value]) != 1:
        return
    for node in file.names.nodes.get(cst.Name, ()):
        same = isinstance(node, cst.Name) and node.value == target.value and node is not target
        if same and isinstance(node, cst.Name) and file.names.scope(node).find(target.value) is scope:
            yield node


def uses_of_result(call: cst.Call, file: File) -> Iterator[cst.BaseExpression]:
    """Yield what ``uses_of_value`` does of the calls of the function of the file that returns ``call`` and nothing else."""
    function = file.inside(call, cst.FunctionDef)
    if function is None or function.asynchronous is not None or list(_returned(function, file)) != [call]:
        return
    for other in file.calls.get(function.name.value, ()):
        if _own_function(other.func, file) is function:
            yield from uses_of_value(other, file)
