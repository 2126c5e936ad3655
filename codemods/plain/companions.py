"""What other distributions no longer take on a command line or in a settings file."""

from __future__ import annotations

from upgrader.plain import plain_rule

_SUB = r"(worker|beat|events|flower|inspect|control|purge|status|report|shell|result|call|list|migrate|graph|amqp)"
_OPTION = r"((?:-A|--app)(?:[ \t]+|=)[^\s;&|\"']+)"
_LINE = rf"^(?!\s*;)([^\n]*?(?<![\w.-])celery)([ \t]+){_SUB}((?:[ \t]+[^\s;&|\"'\\]+)*?)[ \t]+{_OPTION}"
_REST = r"(?:[^\n;&|\\]|\\\r?\n)*?"
_CONTINUED = rf"^(?!\s*;)[^\n]*?(?<![\w.-])celery[ \t]+{_SUB}\b{_REST}\\\r?\n{_REST}[ \t]{_OPTION}"
_SAYS = "celery takes -A before the command since 5.0: celery -A app worker"

celery_option = plain_rule(
    "celery5-app-option",
    package="celery",
    gone="5.0",
    docs="https://docs.celeryq.dev/en/stable/history/whatsnew-5.0.html#step-1-adjust-your-command-line-invocation",
    kinds=["commands", "settings"],
    needles=[f"celery {sub} {option}" for sub in _SUB.strip("()").split("|") for option in ("A", "app")],
    patterns={_LINE: _SAYS, _CONTINUED: _SAYS},
    mended={_LINE: r"\1\2\5 \3\4"},
    safety="safe",
    doc=r"""
    ``celery worker -A shop`` is ``celery -A shop worker``.

    Celery 5.0 refuses the option behind the command; in front of it, 4 takes it as well. ``celery multi`` still wants it
    behind.

    ```diff Procfile
     web: gunicorn shop.wsgi
    -worker: /venv/bin/celery worker -A shop -l info
    -beat: exec celery beat -l info --app=shop.celery:app && true
    +worker: /venv/bin/celery -A shop worker -l info
    +beat: exec celery --app=shop.celery:app beat -l info && true
    ```

    ```diff docker-compose.yml
     services:
       worker:
    -    command: celery worker --app shop
    +    command: celery --app shop worker
    ```

    ```diff run.sh
     celery -A shop worker -l info
     celery multi start w1 -A shop
     ls celery worker; tar -A shop
     # celery worker -A shop
     django-celery worker -A shop
    ```
    """,
)

python_paths = plain_rule(
    "pytest7-python-paths",
    package="pytest",
    since="7.0",
    gone="7.0",
    docs="https://docs.pytest.org/en/stable/reference/reference.html#confval-pythonpath",
    kinds=["commands", "settings"],
    needles=["python_paths"],
    patterns={
        r"^python_paths([ \t]*=)": "pytest has the setting python_paths of pytest-pythonpath itself, as pythonpath",
    },
    mended={r"^python_paths([ \t]*=)": r"pythonpath\1"},
    only=lambda plain: plain.path.name in ("pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml"),
    safety="safe",
    doc="""
    ``python_paths`` of pytest-pythonpath is pytest's own ``pythonpath``.

    pytest 7.0 has it, and does not start with the plugin where its own setting is used.

    ```diff pytest.ini
     [pytest]
    -python_paths = src lib
    +pythonpath = src lib
    ```

    ```diff setup.cfg
     [tool:pytest]
     pythonpath = src
     # python_paths = src
    ```
    """,
)

section = plain_rule(
    "pytest4-setup-cfg",
    package="pytest",
    gone="4.0",
    docs="https://docs.pytest.org/en/stable/deprecations.html#pytest-section-in-setup-cfg-files",
    kinds=["settings"],
    needles=["pytest"],
    patterns={r"^\[pytest\]": "pytest wants this section of setup.cfg called [tool:pytest]"},
    mended={r"^\[pytest\]": "[tool:pytest]"},
    # with both sections pytest reads the new one
    only=lambda plain: plain.path.name == "setup.cfg" and "[tool:pytest]" not in plain.text,
    safety="safe",
    doc="""
    ``[pytest]`` in ``setup.cfg`` is ``[tool:pytest]``.

    pytest knows the new name since 3.0, and stops at the old one since 4.0.

    ```diff setup.cfg
    -[pytest]
    +[tool:pytest]
     addopts = -q
    ```

    ```diff pytest.ini
     [pytest]
     addopts = -q
    ```
    """,
)

pep8 = plain_rule(
    "pytest6-pep8",
    package="pytest",
    gone="6.0",
    docs="https://docs.pytest.org/en/stable/deprecations.html#node-construction-changed-to-node-from-parent",
    kinds=["settings", "commands"],
    needles=["pytest pep8"],
    patterns={
        r"(?:\baddopts\b|\bpytest\b|\bpy\.test\b)[^\n#]*\s--pep8(?![\w-])": "pytest-pep8 does not work with pytest 6"
    },
    doc="""
    pytest-pep8 does not work any more.

    It makes its items as pytest refuses since 6.0: the run ends with an error. Its last release is of 2014.

    Manual: drop ``--pep8`` and the plugin, and run ruff or pycodestyle by themselves.

    ```diff pytest.ini
     [pytest]
    -addopts = -q --pep8
    +addopts = -q
    ```

    ```diff tox.ini
     [pytest]
     addopts = -q --pep8-ours
     # addopts = --pep8
    ```
    """,
)
