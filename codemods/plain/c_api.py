"""Names of the C API that are gone, in C, C++ and Cython sources, by what the headers of each version declare."""

from __future__ import annotations

from collections.abc import Iterable

from packaging.version import Version

from upgrader.plain import PlainRule, plain_rule

#: What takes the place of a name, where that is one thing.
SUCCESSORS = {
    "PyGen_NeedsFinalizing": "nothing takes its place",
    "PyImport_Cleanup": "nothing takes its place",
    "PyThread_type_sema": "use PyThread_type_lock",
    "PyLong_FromUnicode": "use PyLong_FromUnicodeObject",
    "PyOS_InitInterrupts": "nothing takes its place: Py_Initialize does it",
    "PyUnicode_AsUnicodeCopy": "use PyUnicode_AsUCS4Copy or PyUnicode_AsWideCharString",
    "PyUnicode_GetMax": "it was 0x10FFFF",
    "PyUnicode_Encode": "use PyUnicode_AsEncodedString",
    "PyUnicode_EncodeASCII": "use PyUnicode_AsASCIIString",
    "PyUnicode_EncodeCharmap": "use PyUnicode_AsCharmapString",
    "PyUnicode_EncodeDecimal": "nothing takes its place; see PyUnicode_AsASCIIString",
    "PyUnicode_EncodeLatin1": "use PyUnicode_AsLatin1String",
    "PyUnicode_EncodeMBCS": "use PyUnicode_EncodeCodePage",
    "PyUnicode_EncodeRawUnicodeEscape": "use PyUnicode_AsRawUnicodeEscapeString",
    "PyUnicode_EncodeUTF16": "use PyUnicode_AsUTF16String",
    "PyUnicode_EncodeUTF32": "use PyUnicode_AsUTF32String",
    "PyUnicode_EncodeUTF7": "use PyUnicode_AsEncodedString",
    "PyUnicode_EncodeUTF8": "use PyUnicode_AsUTF8String or PyUnicode_AsUTF8AndSize",
    "PyUnicode_EncodeUnicodeEscape": "use PyUnicode_AsUnicodeEscapeString",
    "PyUnicode_TranslateCharmap": "use PyUnicode_Translate",
    "PyHeapType_GET_MEMBERS": "use PyMember_GetOne with your own table",
    "Py_FORCE_DOUBLE": "nothing takes its place",
    "Py_UNICODE_COPY": "use memcpy or PyUnicode_CopyCharacters",
    "Py_UNICODE_FILL": "use PyUnicode_Fill",
    "PyUnicode_AS_DATA": "use PyUnicode_DATA, or PyUnicode_AsUTF8AndSize",
    "PyUnicode_AS_UNICODE": "use PyUnicode_DATA, or PyUnicode_AsWideCharString",
    "PyUnicode_AsUnicode": "use PyUnicode_AsUTF8AndSize or PyUnicode_AsWideCharString",
    "PyUnicode_AsUnicodeAndSize": "use PyUnicode_AsUTF8AndSize or PyUnicode_AsWideCharString",
    "PyUnicode_FromUnicode": "use PyUnicode_FromKindAndData or PyUnicode_FromWideChar",
    "PyUnicode_GET_DATA_SIZE": "use PyUnicode_GET_LENGTH and PyUnicode_KIND",
    "PyUnicode_GET_SIZE": "use PyUnicode_GET_LENGTH",
    "PyUnicode_GetSize": "use PyUnicode_GetLength",
    "PyUnicode_InternImmortal": "use PyUnicode_InternInPlace",
    "PyUnicode_WCHAR_KIND": "text is never of that kind now",
    "PyUnicode_WSTR_LENGTH": "use PyUnicode_GET_LENGTH",
    "PyCFunction_Call": "use PyObject_Call",
    "PyEval_AcquireLock": "use PyEval_AcquireThread",
    "PyEval_ReleaseLock": "use PyEval_ReleaseThread",
    "PyEval_CallFunction": "use PyObject_CallFunction",
    "PyEval_CallMethod": "use PyObject_CallMethod",
    "PyEval_CallObject": "use PyObject_CallObject",
    "PyEval_CallObjectWithKeywords": "use PyObject_Call",
    "PyEval_ThreadsInitialized": "it was always true since Python 3.7",
    "PyObject_AsCharBuffer": "use PyObject_GetBuffer",
    "PyObject_AsReadBuffer": "use PyObject_GetBuffer",
    "PyObject_AsWriteBuffer": "use PyObject_GetBuffer",
    "PyObject_CheckReadBuffer": "use PyObject_CheckBuffer",
    "PySys_AddWarnOption": "use PyConfig.warnoptions",
    "PySys_AddWarnOptionUnicode": "use PyConfig.warnoptions",
    "PySys_AddXOption": "use PyConfig.xoptions",
    "PySys_HasWarnOptions": "use PyConfig.warnoptions",
    "PySys_SetPath": "use PyConfig.module_search_paths",
    "Py_SetPath": "use PyConfig.module_search_paths",
    "Py_SetStandardStreamEncoding": "use PyConfig.stdio_encoding",
    "Py_TRASHCAN_SAFE_BEGIN": "use Py_TRASHCAN_BEGIN",
    "Py_TRASHCAN_SAFE_END": "use Py_TRASHCAN_END",
    "Py_SetProgramName": "use PyConfig.program_name",
    "Py_SetPythonHome": "use PyConfig.home",
    "PySys_SetArgv": "use PyConfig.argv",
    "PySys_SetArgvEx": "use PyConfig.argv",
    "PyImport_ImportModuleNoBlock": "use PyImport_ImportModule",
    "PyWeakref_GetObject": "use PyWeakref_GetRef",
    "PyWeakref_GET_OBJECT": "use PyWeakref_GetRef",
}

#: By the version whose headers no longer have them. tests/test_plain.py asks the headers of every interpreter it finds.
GONE = {
    "3.9": """
        PyAsyncGen_ClearFreeLists PyCFunction_ClearFreeList PyContext_ClearFreeList PyDict_ClearFreeList
        PyFloat_ClearFreeList PyFrame_ClearFreeList PyFrame_ExtendStack PyGen_NeedsFinalizing PyImport_Cleanup
        PyList_ClearFreeList PyMethod_ClearFreeList PyNullImporter_Type PySet_ClearFreeList PyThread_type_sema
        PyTuple_ClearFreeList PyUnicode_ClearFreeList Py_UNICODE_MATCH PyDoc_STRVAR_shared
    """,
    "3.10": """
        PyAST_Check PyAST_Compile PyAST_CompileEx PyAST_CompileObject PyAST_FromNode PyAST_FromNodeObject PyAST_Validate
        PyAST_mod2obj PyAST_obj2mod PyArena_AddPyObject PyArena_Free PyArena_Malloc PyArena_New PyFuture_FromAST
        PyFuture_FromASTObject PyLong_FromUnicode PyNode_AddChild PyNode_Compile PyNode_Free PyNode_ListTree PyNode_New
        PyOS_InitInterrupts PyParser_ASTFromFile PyParser_ASTFromFileObject PyParser_ASTFromString
        PyParser_ASTFromStringObject PyParser_ClearError PyParser_ParseFile PyParser_ParseFileFlags
        PyParser_ParseFileFlagsEx PyParser_ParseFileObject PyParser_ParseString PyParser_ParseStringFlags
        PyParser_ParseStringFlagsFilename PyParser_ParseStringFlagsFilenameEx PyParser_ParseStringObject PyParser_SetError
        PyParser_SimpleParseFile PyParser_SimpleParseFileFlags PyParser_SimpleParseString PyParser_SimpleParseStringFlags
        PyParser_SimpleParseStringFlagsFilename PySymtable_Build PySymtable_BuildObject PySymtable_Free PySymtable_Lookup
        PyUnicode_AsUnicodeCopy PyUnicode_GetMax Py_ALLOW_RECURSION Py_END_ALLOW_RECURSION Py_SymtableString
        Py_SymtableStringObject Py_UNICODE_strcat Py_UNICODE_strchr Py_UNICODE_strcmp Py_UNICODE_strcpy Py_UNICODE_strlen
        Py_UNICODE_strncmp Py_UNICODE_strncpy Py_UNICODE_strrchr
    """,
    "3.11": """
        PyErr_SetExcFromWindowsErrWithUnicodeFilename PyErr_SetFromErrnoWithUnicodeFilename
        PyErr_SetFromWindowsErrWithUnicodeFilename PyFrame_BlockPop PyFrame_BlockSetup PyHeapType_GET_MEMBERS
        PyUnicodeEncodeError_Create PyUnicodeTranslateError_Create PyUnicode_Encode PyUnicode_EncodeASCII
        PyUnicode_EncodeCharmap PyUnicode_EncodeDecimal PyUnicode_EncodeLatin1 PyUnicode_EncodeMBCS
        PyUnicode_EncodeRawUnicodeEscape PyUnicode_EncodeUTF16 PyUnicode_EncodeUTF32 PyUnicode_EncodeUTF7
        PyUnicode_EncodeUTF8 PyUnicode_EncodeUnicodeEscape PyUnicode_TransformDecimalToASCII PyUnicode_TranslateCharmap
        Py_ADJUST_ERANGE1 Py_ADJUST_ERANGE2 Py_FORCE_DOUBLE Py_OVERFLOWED Py_SET_ERANGE_IF_OVERFLOW
        Py_SET_ERRNO_ON_MATH_ERROR Py_UNICODE_COPY Py_UNICODE_FILL
    """,
    "3.12": """
        PyToken_OneChar PyToken_ThreeChars PyToken_TwoChars PyUnicode_AS_DATA PyUnicode_AS_UNICODE PyUnicode_AsUnicode
        PyUnicode_AsUnicodeAndSize PyUnicode_FromUnicode PyUnicode_GET_DATA_SIZE PyUnicode_GET_SIZE PyUnicode_GetSize
        PyUnicode_InternImmortal PyUnicode_WCHAR_KIND PyUnicode_WSTR_LENGTH
    """,
    "3.13": """
        PyCFunction_Call PyEval_AcquireLock PyEval_CallFunction PyEval_CallMethod PyEval_CallObject
        PyEval_CallObjectWithKeywords PyEval_ReleaseLock PyEval_ThreadsInitialized PyObject_AsCharBuffer
        PyObject_AsReadBuffer PyObject_AsWriteBuffer PyObject_CheckReadBuffer PySys_AddWarnOption
        PySys_AddWarnOptionUnicode PySys_AddXOption PySys_HasWarnOptions PySys_SetPath Py_SetPath
        Py_SetStandardStreamEncoding Py_TRASHCAN_SAFE_BEGIN Py_TRASHCAN_SAFE_END
    """,
    "3.15": """
        PyImport_ImportModuleNoBlock PySys_SetArgv PySys_SetArgvEx PyWeakref_GetObject PyWeakref_GET_OBJECT
        Py_SetProgramName Py_SetPythonHome
    """,
}


def successor(name: str) -> str:
    """Return what takes the place of a name that is gone, as the end of a sentence."""
    return SUCCESSORS.get(name, "nothing public takes its place")


def _rule(version: str, name: str, new: str) -> PlainRule:
    return plain_rule(
        f"PY{version.replace('.', '')}-c-api",
        gone=version,
        docs=f"https://docs.python.org/3/whatsnew/{version}.html#c-api-changes",
        kinds=["c"],
        needles=(),
        words={gone: successor(gone) for gone in GONE[version].split()},
        doc=f"""
        Names of the C API that are gone in Python {version}.

        The headers do not declare them any more. What stands behind a test for the version (``#if PY_VERSION_HEX < ...``)
        counts as guarded; what Cython wrote is not looked at.

        Manual: use what takes the name's place, behind a test for the version as long as both are supported.

        ```diff extension.c
         #include <Python.h>
        -x = {name}(y);
        +x = {new}(y);
        ```

        ```diff extension.c
         /* {name}(y) */
         puts("{name}");
        ```
        """,
    )


gone_39 = _rule("3.9", "PyDict_ClearFreeList", "PyGC_Collect")
gone_310 = _rule("3.10", "PyLong_FromUnicode", "PyLong_FromUnicodeObject")
gone_311 = _rule("3.11", "PyUnicode_EncodeUTF8", "PyUnicode_AsUTF8String")
gone_312 = _rule("3.12", "PyUnicode_GET_SIZE", "PyUnicode_GET_LENGTH")
gone_313 = _rule("3.13", "PyEval_CallObject", "PyObject_CallObject")
gone_315 = _rule("3.15", "PyWeakref_GetObject", "PyWeakref_GetRef")

HEADERS = {
    "3.10": "Python-ast asdl bitset graminit grammar node parsetok pyarena pyfpe symtable ucnhash",
    "3.11": "longintrepr",
}


def _includes(names: Iterable[str]) -> dict[str, str]:
    # by < > only, where a project may well have a header of that name
    return {
        rf"^[ \t]*#[ \t]*include[ \t]*<{name}\.h>": f"the header {name}.h is not among Python's public ones any more"
        for name in names
    }


headers_310 = plain_rule(
    "PY310-c-headers",
    gone="3.10",
    docs="https://docs.python.org/3/whatsnew/3.10.html#c-api-changes",
    kinds=["c"],
    needles=[name.replace("-", " ") for name in HEADERS["3.10"].split()],
    patterns=_includes(HEADERS["3.10"].split()),
    doc="""
    Headers of the old parser are gone in Python 3.10.

    ``node.h``, ``graminit.h``, ``symtable.h`` and their kind went with it, ``pyfpe.h`` did nothing.

    Manual: drop the include, and what is used of it.

    ```diff extension.c
    -#include <node.h>
     #include <Python.h>
    ```

    ```diff extension.c
     #include "node.h"
    ```
    """,
)

headers_311 = plain_rule(
    "PY311-c-headers",
    gone="3.11",
    docs="https://docs.python.org/3/whatsnew/3.11.html#c-api-changes",
    kinds=["c"],
    needles=["longintrepr"],
    patterns={r'^[ \t]*#[ \t]*include[ \t]*[<"]longintrepr\.h[">]': "longintrepr.h is cpython/longintrepr.h now"},
    doc="""
    ``longintrepr.h`` is not among the public headers from Python 3.11.

    ``Python.h`` includes what is left of it.

    Manual: drop the include; from Python 3.12 use ``PyUnstable_Long_IsCompact`` and its kind in place of the digits.

    ```diff extension.c
     #include <Python.h>
    -#include "longintrepr.h"
    ```

    ```diff extension.c
     /* longintrepr.h */
     #include "our_longintrepr.h"
    ```
    """,
)

structs_39 = plain_rule(
    "PY39-c-tp-print",
    gone="3.9",
    docs="https://docs.python.org/3/whatsnew/3.9.html#c-api-changes",
    kinds=["c"],
    needles=["tp_print"],
    patterns={r"(?:\.|->)\s*tp_print\b": "tp_print is gone from types"},
    doc="""
    Types have no slot ``tp_print``.

    It did nothing since Python 3.0 and is gone in 3.9; ``tp_vectorcall_offset`` has its place.

    Manual: drop the assignment.

    ```diff extension.c
    -type.tp_print = 0;
     type.tp_repr = 0;
    ```

    ```diff extension.c
         0,                         /* tp_print */
    ```
    """,
)

frames = plain_rule(
    "PY311-c-frames",
    gone="3.11",
    docs="https://docs.python.org/3/whatsnew/3.11.html#c-api-changes",
    kinds=["c"],
    needles=["PyFrameObject"],
    patterns={
        r"->\s*f_(?:code|back|builtins|globals|locals|lasti|valuestack|localsplus|executing)\b": "fields of frames are "
        "private: use PyFrame_GetCode and its kind"
    },
    doc="""
    Fields of frames are private.

    ``PyFrameObject`` is opaque from Python 3.11.

    Manual: use ``PyFrame_GetCode``, ``PyFrame_GetBack`` and their kind.

    ```diff extension.c
     PyFrameObject *frame = PyEval_GetFrame();
    -PyCodeObject *code = frame->f_code;
    +PyCodeObject *code = PyFrame_GetCode(frame);
    ```

    ```diff extension.c
     self->f_code = 1;
    ```
    """,
)

sizes = plain_rule(
    "PY310-c-ssize-t-clean",
    gone="3.10",
    docs="https://docs.python.org/3/whatsnew/3.10.html#id2",
    kinds=["c"],
    needles=["PyArg_Parse", "PyArg_ParseTuple", "PyArg_ParseTupleAndKeywords", "Py_BuildValue"],
    patterns={
        r'\b(?:PyArg_(?:Va)?Parse(?:Tuple(?:AndKeywords)?)?|Py_BuildValue)\s*\([^";{}]*"[^"\n]*[a-z]\*?#[^"\n]*"': "the "
        "format has a #, which wants PY_SSIZE_T_CLEAN defined and Py_ssize_t for sizes"
    },
    in_texts=True,
    only=lambda plain: not plain.generated and "PY_SSIZE_T_CLEAN" not in plain.text,
    doc="""
    Formats with ``#`` want ``PY_SSIZE_T_CLEAN``.

    Without the macro such a call raises a SystemError from Python 3.10 on; 3.13 does without the macro, and reads and
    writes sizes as ``Py_ssize_t`` in any case, beside an ``int`` too.

    Manual: define ``PY_SSIZE_T_CLEAN`` before ``Python.h`` is included, and make the sizes ``Py_ssize_t``.

    ```diff ext.c
    +#define PY_SSIZE_T_CLEAN
     #include <Python.h>

    -int parse(PyObject *args, const char **data, int *size) {
    +int parse(PyObject *args, const char **data, Py_ssize_t *size) {
         return PyArg_ParseTuple(args, "s#", data, size);
     }
    ```

    ```diff ext.c
     #include <Python.h>

     int parse(PyObject *args, const char **data) {
         log("#");
         return PyArg_ParseTuple(args, "s", data); // "s#"
     }
    ```
    """,
)


assigned = plain_rule(
    "PY311-c-assigned",
    gone="3.11",
    docs="https://docs.python.org/3/whatsnew/3.11.html#c-api-changes",
    kinds=["c"],
    needles=["Py_TYPE", "Py_SIZE"],
    patterns={
        r"\bPy_(?:TYPE|SIZE)\s*\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)\s*=(?!=)": "Py_TYPE and Py_SIZE cannot be assigned "
        "to: use Py_SET_TYPE and Py_SET_SIZE"
    },
    doc="""
    ``Py_TYPE(x) = ...`` is no assignment.

    ``Py_TYPE`` and ``Py_SIZE`` are functions from Python 3.11.

    Manual: use ``Py_SET_TYPE`` and ``Py_SET_SIZE``, which are there from Python 3.9.

    ```diff extension.c
    -Py_TYPE(type) = &PyType_Type;
    +Py_SET_TYPE(type, &PyType_Type);
    ```

    ```diff extension.c
     if (Py_TYPE(x) == &PyLong_Type) { y = Py_SIZE(x); }
    ```
    """,
)

structs_312 = plain_rule(
    "PY312-c-long-digits",
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#c-api-changes",
    kinds=["c"],
    needles=["ob_digit"],
    patterns={r"->\s*ob_digit\b": "the digits of an integer are private: use PyLong_AsLongLong and its kind"},
    doc="""
    The digits of an integer are not where they were.

    ``PyLongObject`` has another layout from Python 3.12, and its sign is not in its size.

    Manual: use ``PyLong_As...`` and ``PyLong_From...``, or ``_PyLong_AsByteArray``.

    ```diff extension.c
    -x = ((PyLongObject *)value)->ob_digit[0];
    +x = PyLong_AsLong(value);
    ```

    ```diff extension.c
     x = ob_digit;
    ```
    """,
)


def _too_old(version: str) -> bool:
    return bool(version) and Version(version) < Version("0.29.35")


cython = plain_rule(
    "PY312-cython-generated",
    gone="3.12",
    docs="https://cython.readthedocs.io/en/latest/src/changes.html",
    kinds=["c"],
    needles=["Generated Cython"],
    patterns={r"\A": "Cython wrote this file in a version that knows nothing of Python 3.12: write it again with 3.0"},
    only=lambda plain: _too_old(plain.generated),
    doc="""
    C sources that an old Cython wrote do not compile.

    What Cython before 0.29.35 wrote uses parts of the C API that are gone in Python 3.12.

    Manual: write the file again with Cython 3.0, or build from the ``.pyx`` file.

    ```diff extension.c
    -/* Generated by Cython 0.29.21 */
    +/* Generated by Cython 3.0.11 */
    ```

    ```diff extension.c
     /* Generated by Cython 3.0.11 */
    ```
    """,
)
