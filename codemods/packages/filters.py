"""django-filter: what filters and views are told was renamed in 2.0."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword
from upgrader.members import class_attributes
from upgrader.names import Node
from upgrader.rule import File, Hit, rule

DOCS = "https://django-filter.readthedocs.io/en/main/guide/migration.html"
_FILTERS = (
    *(
        "Filter",
        "CharFilter",
        "BooleanFilter",
        "ChoiceFilter",
        "TypedChoiceFilter",
        "UUIDFilter",
        "MultipleChoiceFilter",
    ),
    *("TypedMultipleChoiceFilter", "DateFilter", "DateTimeFilter", "TimeFilter", "DurationFilter", "ModelChoiceFilter"),
    *("ModelMultipleChoiceFilter", "NumberFilter", "NumericRangeFilter", "RangeFilter", "DateRangeFilter"),
    *("DateFromToRangeFilter", "DateTimeFromToRangeFilter", "TimeRangeFilter", "AllValuesFilter", "LookupChoiceFilter"),
    *("AllValuesMultipleFilter", "BaseCSVFilter", "BaseInFilter", "BaseRangeFilter", "IsoDateTimeFilter"),
)


@rule(
    "django-filter2-field-name",
    package="django-filter",
    since="2.0",
    gone="2.0",
    docs=DOCS + "#filter-name-renamed-to-filter-field-name-792",
    names=[
        f"{module}.{name}"
        for module in ("django_filters", "django_filters.filters", "django_filters.rest_framework")
        for name in _FILTERS
    ],
)
def field_name(node: cst.Call, file: File) -> Iterator[Hit]:
    """``CharFilter(name=)`` is ``field_name=``.

    ```diff
     import django_filters


     class Books(django_filters.FilterSet):
    -    title = django_filters.CharFilter(name="name", lookup_expr="icontains")
    +    title = django_filters.CharFilter(field_name="name", lookup_expr="icontains")
    ```

    ```diff
     import django_filters
     from shop.filters import CharFilter


     class Books(django_filters.FilterSet):
         title = django_filters.CharFilter(field_name="name")
         other = CharFilter(name="name")
    ```
    """
    given = keyword(node, "name")
    if given is not None and given.keyword is not None:
        yield Hit(node, "name= of a filter is field_name=", also=((given.keyword, "field_name"),))


_VIEWS = {
    *(f"rest_framework.viewsets.{name}" for name in ("GenericViewSet", "ModelViewSet", "ReadOnlyModelViewSet")),
    *(
        f"rest_framework.generics.{name}"
        for name in (
            *("GenericAPIView", "ListAPIView", "ListCreateAPIView", "CreateAPIView", "RetrieveAPIView"),
            *("UpdateAPIView", "DestroyAPIView", "RetrieveUpdateAPIView", "RetrieveDestroyAPIView"),
            "RetrieveUpdateDestroyAPIView",
        )
    ),
}
_RENAMED = {"filter_fields": "filterset_fields", "filter_class": "filterset_class"}


@rule(
    "django-filter22-view-attributes",
    package="django-filter",
    since="2.0",
    gone="22.1",
    docs=DOCS + "#view-attributes-renamed-867",
    needles=[f"{name} rest_framework" for name in _RENAMED],
)
def view_attributes(module: cst.Module, file: File) -> Iterator[Hit]:
    """``filter_fields`` and ``filter_class`` of a view are ``filterset_fields`` and ``filterset_class``.

    Nothing fails with the old names since django-filter 22.1: the view does not filter.

    ```diff
     from rest_framework import viewsets


     class Books(viewsets.ModelViewSet):
    -    filter_fields = ["title"]
    +    filterset_fields = ["title"]

         def names(self):
    -        return self.filter_fields
    +        return self.filterset_fields
    ```

    ```diff
     from rest_framework import viewsets
     from shop.views import Finder


     class Books(viewsets.ModelViewSet):
         filterset_class = Finder


     class Other(Finder):
         filter_class = Finder
    ```
    """
    for definition, statement, _ in class_attributes(file, list(_RENAMED)):
        target = statement.targets[0].target if isinstance(statement, cst.Assign) else statement.target
        if not isinstance(target, cst.Name) or not file.ancestors(definition) & _VIEWS:
            continue
        old, new = target.value, _RENAMED[target.value]
        also: list[tuple[Node, Node | str]] = []
        for node in file.names.nodes.get(cst.Attribute, ()):
            attribute = cst.ensure_type(node, cst.Attribute)
            own = isinstance(attribute.value, cst.Name) and attribute.value.value == "self"
            if own and attribute.attr.value == old and file.class_around(attribute) is definition:
                also.append((attribute.attr, attribute.attr.with_changes(value=new)))
        message = f"{definition.name.value}.{old} is not looked at any more: it is {new}"
        yield Hit(target, message, target.with_changes(value=new), also=tuple(also))
