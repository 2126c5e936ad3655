"""Geographic models, queries and widgets."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.classes import upwards
from upgrader.edit import argument, keyword, spread, without_arg
from upgrader.members import attributes, line_of
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import DELETE, File, Hit, rule

from .hints import chain

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
WIDGETS = {
    f"django.contrib.gis.forms{module}.{name}"
    for module in ("", ".widgets")
    for name in ("BaseGeometryWidget", "OpenLayersWidget", "OSMWidget")
}
SIZES = ("map_width", "map_height")


@rule(
    "DJ51-map-size",
    package="django",
    since="5.1",
    gone="5.1",
    docs=RELEASE.format("5.1") + "#features-removed-in-5-1",
    needles=list(SIZES),
    pattern=rb"django\.contrib\.gis|gis_widget",
    safety=Safety.REVIEW,
)
def map_size(module: cst.Module, file: File) -> Iterator[Hit]:
    """``map_width`` and ``map_height`` of map widgets go.

    Deprecated in Django 5.0, without effect since 5.1: the size of a map is a matter of style sheets.

    Review: a style sheet has to give the map its size: ``.dj_map_wrapper {width: 800px; height: 500px;}``.

    ```diff
     from django.contrib.gis import admin, forms


     class Map(forms.OSMWidget):
         default_zoom = 9
    -    map_width = 800
    -    map_height = 500


     class PlaceForm(forms.Form):
    -    point = forms.PointField(widget=forms.OSMWidget(attrs={"map_width": 800, "default_zoom": 9}))
    -    area = forms.PolygonField(widget=Map(attrs={"map_width": 800, "map_height": 500}))
    +    point = forms.PointField(widget=forms.OSMWidget(attrs={"default_zoom": 9}))
    +    area = forms.PolygonField(widget=Map())


     class PlaceAdmin(admin.GISModelAdmin):
    -    gis_widget_kwargs = {"attrs": {"map_height": 500, "default_zoom": 9}}
    +    gis_widget_kwargs = {"attrs": {"default_zoom": 9}}
    ```

    ```diff
     from django.contrib.gis.geos import Point
     from shop.forms import Map

     print(Map(attrs={"map_width": 800}), {"map_height": Point(1, 2)})
    ```
    """
    message = "{} of map widgets has no effect: a style sheet sets the size"
    for name in SIZES:
        for _definition, statement, _value in attributes(file, [name], WIDGETS):
            yield Hit(statement, message.format(name), also=((line_of(statement, file), DELETE),))
    for node in file.names.nodes.get(cst.Dict, ()):
        given = cst.ensure_type(node, cst.Dict)
        sizes = [element for element in given.elements if _key(element) in SIZES]
        if not sizes or not _is_of_a_map(given, file):
            continue
        arg = file.parent(given)
        call = file.parent(arg)
        if len(sizes) == len(given.elements) and isinstance(arg, cst.Arg) and isinstance(call, cst.Call):
            at = next(index for index, one in enumerate(call.args) if one is arg)
            made = without_arg(call, at) if arg.keyword is not None or at + 1 == len(call.args) else None
            yield Hit(given, message.format(" and ".join(SIZES)), also=((call, made),) if made else ())
        else:
            yield from (Hit(one, message.format(_key(one)), also=((one, DELETE),)) for one in sizes)


def _key(element: cst.BaseDictElement) -> str:
    key = element.key if isinstance(element, cst.DictElement) else None
    return str(key.evaluated_value) if isinstance(key, cst.SimpleString) else ""


def _is_of_a_map(given: cst.Dict, file: File) -> bool:
    """Whether a dictionary is what a map widget gets as attrs, or an admin class of maps as what it gives them."""
    around = file.parent(given)
    call = file.parent(around)
    if isinstance(around, cst.Arg) and isinstance(call, cst.Call):
        passed = argument(call, 0, "attrs")
        return passed is around and bool(WIDGETS & _class_of(call.func, file))
    if isinstance(around, cst.DictElement) and _key(around) == "attrs":
        assign = file.parent(file.parent(around))
        return isinstance(assign, cst.Assign) and file.code(assign.targets[0].target) == "gis_widget_kwargs"
    return False


def _class_of(function: Node, file: File) -> frozenset[str]:
    name = file.resolve(function)
    if name is not None:
        return frozenset(upwards(name, file.inherited))
    scope = file.names.scope(function).find(function.value) if isinstance(function, cst.Name) else None
    bindings = scope.bindings[function.value] if scope is not None and isinstance(function, cst.Name) else []
    if len(bindings) == 1 and isinstance(bindings[0].node, cst.ClassDef):
        return file.ancestors(bindings[0].node)
    return frozenset()


#: Methods of geographic queries: the function that takes their place, and the parameters that both have.
FUNCTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "area": ("Area", ()),
    "centroid": ("Centroid", ()),
    "difference": ("Difference", ("geom",)),
    "distance": ("Distance", ("geom",)),
    "envelope": ("Envelope", ()),
    "force_rhr": ("ForcePolygonCW", ()),
    "geohash": ("GeoHash", ("precision",)),
    "geojson": ("AsGeoJSON", ()),
    "gml": ("AsGML", ()),
    "intersection": ("Intersection", ("geom",)),
    "kml": ("AsKML", ()),
    "length": ("Length", ()),
    "mem_size": ("MemSize", ()),
    "num_geom": ("NumGeometries", ()),
    "num_points": ("NumPoints", ()),
    "perimeter": ("Perimeter", ()),
    "point_on_surface": ("PointOnSurface", ()),
    "reverse_geom": ("Reverse", ()),
    "scale": ("Scale", ("x", "y", "z")),
    "snap_to_grid": ("SnapToGrid", ("a", "b", "c", "d")),
    "svg": ("AsSVG", ()),
    "sym_difference": ("SymDifference", ("geom",)),
    "transform": ("Transform", ("srid",)),
    "translate": ("Translate", ("x", "y", "z")),
}
_FIELD = re.compile(r"(?m)^\s+(\w+)\s*=\s*(?:\w+\.)*(?:Point|LineString|Polygon|Multi\w+|Geometry\w*)Field\(")


@rule(
    "DJ20-geo-queries",
    package="django",
    since="1.9",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    needles=[f"objects {name}" for name in FUNCTIONS],
    pattern=rb"\.objects\b[\s\S]{0,400}?\.(?:" + "|".join(FUNCTIONS).encode() + rb")\(",
    safety=Safety.REVIEW,
)
def geo_queries(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Place.objects.distance(...)`` is ``annotate(distance=Distance("point", ...))``.

    The methods of ``GeoQuerySet`` were deprecated in Django 1.9 and removed in 2.0. A call on ``.objects`` is one of them
    unless a file of the project defines a method of that name. It is rewritten where the model is a class of the project
    that has one geometry alone, or where the call names the field.

    ``transform()`` is reported: it was the field itself that came in another system.

    Review: the function is computed by the database for this field; options such as ``tolerance`` are the function's.

    ```diff
    +from django.contrib.gis.db.models.functions import Centroid, Distance
     from shop.models import Place

     here = Place.objects.all()
    -near = Place.objects.filter(open=True).distance(point, field_name="entry").order_by("distance")
    -middle = Place.objects.centroid(field_name="area", model_att="middle")
    +near = Place.objects.filter(open=True).annotate(distance=Distance("entry", point)).order_by("distance")
    +middle = Place.objects.annotate(middle=Centroid("area"))
     far = Place.objects.distance(point)
    ```

    ```diff
     from shop.models import Place

     one = Place.objects.filter(open=True)
     both = one.union(Place.objects.all()).difference(one)
     short = Place.objects.first().length()
     rest = Place.objects.difference(one)
    ```
    """
    func = node.func
    if not isinstance(func, cst.Attribute) or func.attr.value not in FUNCTIONS or not _is_plain_query(func.value):
        return
    name = func.attr.value
    if name in ("difference", "intersection") and not _is_geometry(node, file):
        return  # of queries, since 1.11
    if any(re.search(rf"\bdef {name}\b", text) for text in (file.text, *file.others(name).values())):
        return
    function, _ = FUNCTIONS[name]
    message = f"{name}() of geographic queries is gone: annotate(...={function}(...))"
    made = _annotated(node, func, name, file) if not spread(node) and not file.guard(node) else None
    if made is None:
        yield Hit(node, message, certain=False)
        return
    field, label, values = made
    ref = file.ref(f"django.contrib.gis.db.models.functions.{function}", node)
    given = ", ".join([f'"{field}"', *values])
    code = f"{file.code(func.value)}.annotate({label}={ref}({given}))"
    yield Hit(node, message, code, imports=ref.imports, certain=False)


def _annotated(node: cst.Call, func: cst.Attribute, name: str, file: File) -> tuple[str, str, list[str]] | None:
    """Return the field, the name of the result and the values that a function gets, None where that is not shown."""
    if name == "transform":
        return None  # it was the field itself that came in the other system
    _, shared = FUNCTIONS[name]
    named, label = keyword(node, "field_name"), keyword(node, "model_att")
    others = [arg for arg in node.args if arg is not named and arg is not label]
    known = [arg for arg in others if arg.keyword is None or arg.keyword.value in shared]
    if len(known) != len(others) or len([arg for arg in others if arg.keyword is None]) > len(shared):
        return None
    texts = {arg: _text(arg) for arg in (named, label) if arg is not None}
    if None in texts.values():
        return None
    field = texts[named] if named is not None else _only_geometry(func.value, file)
    values = [
        file.code(arg.value if shared == ("geom",) else arg.with_changes(comma=cst.MaybeSentinel.DEFAULT))
        for arg in others
    ]
    result = (texts[label] if label is not None else name) or name
    return (field, result, values) if field else None


def _text(arg: cst.Arg) -> str | None:
    value = arg.value
    return str(value.evaluated_value) if isinstance(value, cst.SimpleString) else None


def _is_plain_query(owner: cst.BaseExpression) -> bool:
    """Whether ``.objects`` is in a chain, and nothing behind it that gives something else than a query."""
    for part in chain(owner):
        if isinstance(part, cst.Attribute) and part.attr.value in ("objects", "_default_manager"):
            return True
        if isinstance(part, cst.Attribute) and part.attr.value in (
            "get",
            "first",
            "last",
            "latest",
            "create",
            "aggregate",
        ):
            return False
        if isinstance(part, cst.Subscript) and not isinstance(part.slice[0].slice, cst.Slice):
            return False
    return False


def _is_geometry(node: cst.Call, file: File) -> bool:
    """Whether a call names a geometric field, which the method of all queries does not."""
    return keyword(node, "field_name") is not None or keyword(node, "model_att") is not None


def _only_geometry(owner: cst.BaseExpression, file: File) -> str | None:
    """Return the one geometric field of the model that a query is of, None where the project does not show it."""
    *_, model = chain(owner)
    parts = [part for part in chain(owner) if isinstance(part, cst.Attribute) and part.attr.value == "objects"]
    name = (file.code(parts[-1].value) if parts else file.code(model)).rpartition(".")[2]
    texts = (file.text, *file.others(name).values())
    bodies = [found[0] for text in texts for found in re.finditer(rf"(?m)^class {name}\b(?s:.*?)(?=^\S|\Z)", text)]
    fields = [field for body in bodies for field in _FIELD.findall(body)]
    return fields[0] if len(bodies) == 1 and len(fields) == 1 else None


@rule(
    "DJ60-coord-dim",
    package="django",
    since="5.1",
    gone="6.0",
    docs=RELEASE.format("6.0") + "#features-removed-in-6-0",
    needles=["coord_dim"],
    pattern=rb"\.coord_dim\s*=[^=]",
    safety=Safety.REVIEW,
)
def coord_dim(node: cst.Assign, file: File) -> Iterator[Hit]:
    """``geometry.coord_dim = 3`` is ``geometry.set_3d(True)``.

    Deprecated in Django 5.1; since 6.0 the attribute of GDAL's geometries can be read only.

    Review: that the object is such a geometry, which its attribute alone says.

    ```diff
     from django.contrib.gis.gdal import OGRGeometry

    -point.coord_dim = 3
    +point.set_3d(True)
     other.coord_dim = dim
    ```

    ```diff
     class Point:
         def __init__(self):
             self.coord_dim = 3

     print(point.coord_dim == 3)
    ```
    """
    target = node.targets[0].target
    if len(node.targets) != 1 or not isinstance(target, cst.Attribute) or target.attr.value != "coord_dim":
        return
    if file.code(target.value) == "self":
        return
    value = {"2": "False", "3": "True"}.get(file.code(node.value))
    code = f"{file.code(target.value)}.set_3d({value})" if value and not file.guard(node) else None
    yield Hit(node, "coord_dim is read only: set_3d() sets it", code, certain=False)
