"""Names that other distributions moved, in a version that an upgrade of Python and Django tends to bring along."""

from upgrader.rule import moves

ipware = moves(
    "ipware3-ip2",
    package="django-ipware",
    since="2.0",
    gone="3.0",
    docs="https://github.com/un33k/django-ipware/blob/main/CHANGELOG.md",
    moved={"ipware.ip2.get_client_ip": "ipware.get_client_ip"},
    doc="""
    ``ipware.ip2`` became ``ipware.ip``; the package has ``get_client_ip`` itself since 2.0.

    ```diff
    -import ipware.ip2
    +from ipware import get_client_ip

    -address, routable = ipware.ip2.get_client_ip(request)
    +address, routable = get_client_ip(request)
    ```

    ```diff
     from ipware import get_client_ip
     from shop.ipware.ip2 import get_client_ip as ours

     print(get_client_ip(request), ours(request))
    ```
    """,
)

factory_boy = moves(
    "factory-boy3-django",
    package="factory-boy",
    since="2.4",
    gone="3.0",
    docs="https://factoryboy.readthedocs.io/en/stable/changelog.html",
    moved={"factory.DjangoModelFactory": "factory.django.DjangoModelFactory"},
    doc="""
    ``factory.DjangoModelFactory`` is ``factory.django.DjangoModelFactory`` only, since factory_boy 3.0.

    ```diff
    -import factory
    +from factory.django import DjangoModelFactory


    -class BookFactory(factory.DjangoModelFactory):
    +class BookFactory(DjangoModelFactory):
         class Meta:
             model = "shop.Book"
    ```

    ```diff
     import factory
     from factory.django import DjangoModelFactory


     class BookFactory(DjangoModelFactory):
         title = factory.Faker("sentence")
    ```
    """,
)

pillow = moves(
    "pillow10-filters",
    package="pillow",
    since="2.7",
    gone="10.0",
    docs="https://pillow.readthedocs.io/en/stable/deprecations.html#constants",
    moved={
        "PIL.Image.ANTIALIAS": "PIL.Image.LANCZOS",
        "PIL.Image.LINEAR": "PIL.Image.BILINEAR",
        "PIL.Image.CUBIC": "PIL.Image.BICUBIC",
    },
    doc="""
    Resampling filters of Pillow that had two names.

    The old ones are gone since Pillow 10; they were the same numbers.

    ```diff
     from PIL import Image

    -cover.thumbnail((80, 80), Image.ANTIALIAS)
    +cover.thumbnail((80, 80), Image.LANCZOS)
    ```

    ```diff
     from PIL import ImageFont
     from shop import Image

     cover.thumbnail((80, 80), Image.ANTIALIAS)
    ```
    """,
)
