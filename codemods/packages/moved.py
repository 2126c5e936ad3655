"""Names that other distributions moved, in a version that an upgrade of Python and Django tends to bring along."""

from upgrader.calls import rewritten
from upgrader.rule import moves, removals

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

pillow_enums = moves(
    "pillow10-enums",
    package="pillow",
    since="9.1",
    gone="10.0",
    docs="https://pillow.readthedocs.io/en/stable/deprecations.html#constants",
    moved={
        "PIL.ImageFont.LAYOUT_BASIC": "PIL.ImageFont:Layout.BASIC",
        "PIL.ImageFont.LAYOUT_RAQM": "PIL.ImageFont:Layout.RAQM",
        "PIL.ImageCms.INTENT_PERCEPTUAL": "PIL.ImageCms:Intent.PERCEPTUAL",
        "PIL.ImageCms.INTENT_RELATIVE_COLORIMETRIC": "PIL.ImageCms:Intent.RELATIVE_COLORIMETRIC",
        "PIL.ImageCms.INTENT_SATURATION": "PIL.ImageCms:Intent.SATURATION",
        "PIL.ImageCms.INTENT_ABSOLUTE_COLORIMETRIC": "PIL.ImageCms:Intent.ABSOLUTE_COLORIMETRIC",
        "PIL.ImageCms.DIRECTION_INPUT": "PIL.ImageCms:Direction.INPUT",
        "PIL.ImageCms.DIRECTION_OUTPUT": "PIL.ImageCms:Direction.OUTPUT",
        "PIL.ImageCms.DIRECTION_PROOF": "PIL.ImageCms:Direction.PROOF",
    },
    doc="""
    Constants of ``ImageFont`` and ``ImageCms`` are members of enums.

    ```diff
     from PIL import ImageFont

    -font = ImageFont.truetype("shop.ttf", 12, layout_engine=ImageFont.LAYOUT_BASIC)
    +font = ImageFont.truetype("shop.ttf", 12, layout_engine=ImageFont.Layout.BASIC)
    ```

    ```diff
     from shop import ImageFont

     print(ImageFont.LAYOUT_BASIC)
    ```
    """,
)

celery = moves(
    "celery5-task-functions",
    package="celery",
    since=None,
    gone="5.0",
    docs="https://docs.celeryq.dev/en/stable/history/whatsnew-5.0.html",
    moved={
        **{f"celery.task.{name}": f"celery.{name}" for name in ("group", "chord")},
        "celery.task.subtask": "celery.signature",
        "celery.task.current": "celery.current_task",
        "celery.task.schedules.crontab": "celery.schedules.crontab",
        "celery.task.schedules.crontab_parser": "celery.schedules.crontab_parser",
        "celery.task.schedules.schedule": "celery.schedules.schedule",
        "celery.utils.encoding.safe_repr": "kombu.utils.encoding.safe_repr",
        "celery.utils.encoding.safe_str": "kombu.utils.encoding.safe_str",
        "celery.utils.encoding.bytes_to_str": "kombu.utils.encoding.bytes_to_str",
        "celery.utils.encoding.str_to_bytes": "kombu.utils.encoding.str_to_bytes",
    },
    doc="""
    What ``celery.task`` and ``celery.utils.encoding`` had from elsewhere.

    Both modules are gone since Celery 5.0.

    ```diff
    -from celery.task import group
    +from celery import group

     print(group())
    ```

    ```diff
     from shop.task import group

     print(group())
    ```
    """,
)

celery_tasks = moves(
    "celery5-shared-task",
    package="celery",
    since="3.1",
    gone="5.0",
    docs="https://docs.celeryq.dev/en/stable/history/whatsnew-5.0.html",
    safety="review",
    moved={
        "celery.task.task": "celery.shared_task",
        "celery.task.Task": "celery.Task",
        "celery.task.base.Task": "celery.Task",
    },
    doc="""
    ``celery.task.task`` is ``celery.shared_task``.

    The module ``celery.task`` is gone since Celery 5.0.

    Review: a class that inherits from ``celery.Task`` does not register itself, ``app.register_task(Name())`` does that;
    and what ``celery.task`` gave to each task as a class attribute (``get_logger``, ``request``) may be missing.

    ```diff
    -from celery.task import task
    +from celery import shared_task


    -@task(name="shop.sell")
    +@shared_task(name="shop.sell")
     def sell(): ...
    ```

    ```diff
     from celery import Celery

     app = Celery()


     @app.task
     def sell(): ...
    ```
    """,
)

celery_decorators = moves(
    "celery52-decorators",
    package="celery",
    since="3.1",
    gone="5.2",
    docs="https://docs.celeryq.dev/en/stable/history/whatsnew-5.2.html",
    safety="review",
    moved={"celery.decorators.task": "celery.shared_task"},
    doc="""
    ``celery.decorators.task`` is ``celery.shared_task``.

    Celery 5.0 and 5.1 still had it, as the ``task`` of the current app; the module is gone since 5.2.

    Review: the task belongs to every app of the process, not only to the one that was current at the import.

    ```diff
    -from celery.decorators import task
    +from celery import shared_task


    -@task
    +@shared_task
     def sell(): ...
    ```

    ```diff
     from shop.decorators import task


     @task
     def sell(): ...
    ```
    """,
)

celery_gone = removals(
    "celery5-removed",
    package="celery",
    gone="5.0",
    docs="https://docs.celeryq.dev/en/stable/history/whatsnew-5.0.html",
    names={
        "celery.task.periodic_task": "use a shared_task, and list it in the beat schedule",
        # celery.decorators stays until 5.2, but what this one calls is gone in 5.0
        "celery.decorators.periodic_task": "use a shared_task, and list it in the beat schedule",
        "celery.task.PeriodicTask": "use a shared_task, and list it in the beat schedule",
        "celery.task.base.periodic_task": "use a shared_task, and list it in the beat schedule",
        "celery.task.base.PeriodicTask": "use a shared_task, and list it in the beat schedule",
    },
    modules={
        "celery.five": "Python 3 has what it gave; vine.five has the rest",
        "celery.task.control": "the app has it: app.control.revoke(), app.control.inspect(), ...",
        "celery.backends.amqp": "use the result backend rpc://",
        "celery.backends.riak": "use another result backend",
    },
    doc="""
    What Celery 5.0 removed without a successor of the same form.

    Manual: what comes nearest is said with each.

    ```diff
     from celery.task import periodic_task


     @periodic_task(run_every=60)
     def sell(): ...
    -from celery.task import periodic_task
    ```

    ```diff
     from shop.task import periodic_task


     @periodic_task(run_every=60)
     def sell(): ...
    ```
    """,
)

factory_random = moves(
    "factory-boy3-random",
    package="factory-boy",
    since="2.11",
    gone="3.0",
    docs="https://factoryboy.readthedocs.io/en/stable/changelog.html",
    moved={
        f"factory.fuzzy.{name}": f"factory.random.{name}"
        for name in ("get_random_state", "set_random_state", "reseed_random")
    },
    doc="""
    The state of the random numbers is in ``factory.random``, and nowhere else since factory_boy 3.0.

    ```diff
    -from factory.fuzzy import FuzzyText, reseed_random
    +from factory.fuzzy import FuzzyText
    +from factory.random import reseed_random

     reseed_random(1)
     print(FuzzyText())
    ```

    ```diff
     from shop.fuzzy import reseed_random

     reseed_random(1)
    ```
    """,
)

faker_generate = rewritten(
    "factory-boy31-faker",
    package="factory-boy",
    since="3.1",
    gone="3.1",
    docs="https://factoryboy.readthedocs.io/en/stable/changelog.html",
    rows={
        **{
            f"factory.{path}.generate({params})": '{self}.evaluate(None, None, extra={"locale": None})'
            for path in ("Faker", "faker.Faker")
            for params in ("", "extra_kwargs=None", "params=None")
        },
        "factory.Faker.generate": "!",
        "factory.faker.Faker.generate": "!",
    },
    doc="""
    ``factory.Faker("name").generate({})`` is ``evaluate(None, None, extra={"locale": None})``.

    ``generate()`` raises KeyError in factory_boy 3.1, and is not there in later ones; ``evaluate()`` took no locale before.

    ```diff
     import factory
     from factory import Faker, post_generation

    -password = Faker("password", length=42).generate(extra_kwargs={})
    -print(factory.Faker("name").generate({}))
    +password = Faker("password", length=42).evaluate(None, None, extra={"locale": None})
    +print(factory.Faker("name").evaluate(None, None, extra={"locale": None}))
    ```

    ```diff
     import factory
     from shop.fakes import Faker

     name = factory.Faker("name"), Faker("name").generate({})
    ```
    """,
)

mommy = moves(
    "model-mommy-bakery",
    package="model-mommy",
    since=None,
    gone=None,
    docs="https://github.com/model-bakers/model_bakery#migrating-from-model-mommy",
    safety="review",
    moved={"model_mommy.mommy": "model_bakery.baker"},
    modules={
        "model_mommy": "model_bakery",
        "model_mommy.mommy": "model_bakery.baker",
        "model_mommy.mommy_recipes": "model_bakery.baker_recipes",
    },
    requires={"model_bakery": "model-bakery"},
    doc="""
    ``model_mommy`` goes on as ``model_bakery``.

    The last release of ``model_mommy`` is of 2019.

    Review: files called ``mommy_recipes.py`` are ``baker_recipes.py`` now, and settings ``MOMMY_*`` are ``BAKER_*``.

    ```diff
    -from model_mommy import mommy
    -from model_mommy.recipe import Recipe
    +from model_bakery import baker
    +from model_bakery.recipe import Recipe

    -book = mommy.make("shop.Book")
    +book = baker.make("shop.Book")
     print(Recipe)
    ```

    ```diff
     from shop import mommy

     mommy.make("shop.Book")
    ```
    """,
)

pillow_text = rewritten(
    "pillow10-textsize",
    package="pillow",
    since="8.0",
    gone="10.0",
    docs="https://pillow.readthedocs.io/en/stable/deprecations.html#font-size-and-offset-methods",
    safety="review",
    rows={
        "PIL.ImageDraw.Draw.textsize(text, font)": "{self}.textbbox((0, 0), {text}, {font})[2:]",
        "PIL.ImageDraw.Draw.textsize(text)": "{self}.textbbox((0, 0), {text})[2:]",
        "PIL.ImageDraw.Draw.textsize": "!",
        "PIL.ImageDraw.Draw.multiline_textsize": "!",
        "PIL.ImageFont.truetype.getsize(text)": "{self}.getbbox({text})[2:]",
        "PIL.ImageFont.truetype.getsize": "!",
        "PIL.ImageFont.truetype.getoffset(text)": "{self}.getbbox({text})[:2]",
        "PIL.ImageFont.truetype.getoffset": "!",
        "PIL.ImageFont.truetype.getsize_multiline": "!",
        "PIL.PILLOW_VERSION": "<PIL.__version__>",
        "PIL.Image.PILLOW_VERSION": "<PIL.__version__>",
    },
    doc="""
    ``textsize()`` is what ``textbbox()`` gives, without the corner.

    Pillow 10 removed the methods that leave out where the text begins.

    Review: the numbers may differ by a pixel or two, and with a font that is not a TrueType font ``textbbox()`` needs
    Pillow 10.1.

    ```diff
     from PIL import Image, ImageDraw

     draw = ImageDraw.Draw(Image.new("RGB", (80, 80)))
    -width, height = draw.textsize("shop", font=font)
    +width, height = draw.textbbox((0, 0), "shop", font)[2:]
    ```

    ```diff
     from shop import draw

     width, height = draw.textsize("shop")
    ```
    """,
)

whitenoise_wsgi = removals(
    "whitenoise4-wsgi",
    package="whitenoise",
    gone="4.0",
    docs="https://whitenoise.readthedocs.io/en/stable/changelog.html#v4-0",
    modules={"whitenoise.django": "list whitenoise.middleware.WhiteNoiseMiddleware in MIDDLEWARE and do not wrap"},
    doc="""
    ``DjangoWhiteNoise`` is a middleware.

    The module ``whitenoise.django`` raises ImportError since whitenoise 4.0, and is gone in 6.0.

    Manual: put ``whitenoise.middleware.WhiteNoiseMiddleware`` below Django's ``SecurityMiddleware``, and leave the
    application in ``wsgi.py`` as it is.

    ```diff wsgi.py
     from django.core.wsgi import get_wsgi_application
    -from whitenoise.django import DjangoWhiteNoise

     application = get_wsgi_application()
    -application = DjangoWhiteNoise(application)
    ```

    ```diff wsgi.py
     from django.core.wsgi import get_wsgi_application
     from whitenoise import WhiteNoise

     application = WhiteNoise(get_wsgi_application())
    ```
    """,
)

elasticsearch = moves(
    "elasticsearch-dsl71-document",
    package="elasticsearch-dsl",
    since="6.2",
    gone="7.1",
    docs="https://elasticsearch-dsl.readthedocs.io/en/latest/Changelog.html",
    moved={
        "elasticsearch_dsl.DocType": "elasticsearch_dsl.Document",
        "elasticsearch_dsl.document.DocType": "elasticsearch_dsl.document.Document",
    },
    doc="""
    ``DocType`` of elasticsearch-dsl is ``Document``.

    ```diff
    -from elasticsearch_dsl import DocType, Text
    +from elasticsearch_dsl import Document, Text


    -class Book(DocType):
    +class Book(Document):
         title = Text()
    ```

    ```diff
     from shop.search import DocType


     class Book(DocType): ...
    ```
    """,
)

pytest_django_settings = moves(
    "pytest-django413-settings",
    package="pytest-django",
    since="4.13",
    gone="4.13",
    docs="https://pytest-django.readthedocs.io/en/latest/changelog.html",
    moved={"pytest_django.fixtures.SettingsWrapper": "pytest_django.Settings"},
    doc="""
    The type of the fixture ``settings`` is ``pytest_django.Settings``.

    ```diff
    -from pytest_django.fixtures import SettingsWrapper
    +from pytest_django import Settings


    -def test(settings: SettingsWrapper) -> None: ...
    +def test(settings: Settings) -> None: ...
    ```

    ```diff
     from shop.fixtures import SettingsWrapper


     def test(settings: SettingsWrapper) -> None: ...
    ```
    """,
)

pillow_eval = moves(
    "pillow12-imagemath",
    package="pillow",
    since="10.3",
    gone="12.0",
    docs="https://pillow.readthedocs.io/en/stable/deprecations.html#imagemath-eval",
    moved={"PIL.ImageMath.eval": "PIL.ImageMath.unsafe_eval"},
    doc="""
    ``ImageMath.eval`` is ``unsafe_eval``, which says what it is.

    ```diff
     from PIL import ImageMath

    -print(ImageMath.eval("a + 1", a=cover))
    +print(ImageMath.unsafe_eval("a + 1", a=cover))
    ```

    ```diff
     from shop import ImageMath

     print(ImageMath.eval("a + 1", a=cover))
    ```
    """,
)

pillow_type = rewritten(
    "pillow12-is-image-type",
    package="pillow",
    since=None,
    gone="12.0",
    docs="https://pillow.readthedocs.io/en/stable/deprecations.html#image-isimagetype",
    safety="review",
    rows={
        "PIL.Image.isImageType(t)": "isinstance({t}, <PIL.Image.Image>)",
        "PIL.Image.isImageType": "!",
    },
    doc="""
    ``Image.isImageType(cover)`` is ``isinstance(cover, Image.Image)``.

    Review: it asked for an attribute ``im``, which something else may have.

    ```diff
     from PIL import Image

    -print(Image.isImageType(cover))
    +print(isinstance(cover, Image.Image))
    ```

    ```diff
     from shop import Image

     print(Image.isImageType(cover))
    ```
    """,
)

phone_numbers = moves(
    "phonenumber8-widget",
    package="django-phonenumber-field",
    since="7.0",
    gone="8.0",
    docs="https://github.com/stefanfoulis/django-phonenumber-field/blob/main/CHANGELOG.rst#800-2024-03-22",
    safety="review",
    moved={
        "phonenumber_field.widgets.PhoneNumberInternationalFallbackWidget": (
            "phonenumber_field.widgets.RegionalPhoneNumberWidget"
        ),
    },
    doc="""
    ``PhoneNumberInternationalFallbackWidget`` is ``RegionalPhoneNumberWidget``.

    Review: a number of another country shows in the form of that country's own calls from abroad, as before; one that is
    not valid shows as it was typed.

    ```diff
    -from phonenumber_field.widgets import PhoneNumberInternationalFallbackWidget
    +from phonenumber_field.widgets import RegionalPhoneNumberWidget

    -widget = PhoneNumberInternationalFallbackWidget(region="US")
    +widget = RegionalPhoneNumberWidget(region="US")
    ```

    ```diff
     from shop.widgets import PhoneNumberInternationalFallbackWidget

     widget = PhoneNumberInternationalFallbackWidget(region="US")
    ```
    """,
)

extensions_removed = removals(
    "django-extensions4-removed",
    package="django-extensions",
    gone="3.0",
    docs="https://github.com/django-extensions/django-extensions/blob/main/CHANGELOG.md",
    modules={
        "django_extensions.db.fields.encrypted": "use django-fernet-encrypted-fields; what is stored has to be read first",
    },
    doc="""
    The encrypted fields of django-extensions.

    Manual: read what is stored with the old fields, and write it with those of another distribution.

    ```diff
    -from django_extensions.db.fields.encrypted import EncryptedCharField
    -
    -print(EncryptedCharField)
    ```

    ```diff
     from shop.fields.encrypted import EncryptedCharField

     print(EncryptedCharField)
    ```
    """,
)
