"""Compiling the hot loops of a module with numba, where numba is installed and the work is large enough.

The module itself stays plain Python, so that small problems, and machines without numba, run the same code
without the import. Nothing here is on the path of a page.
"""

import importlib
import importlib.util
import sys
from functools import cache
from types import ModuleType
from typing import Any

# numba takes some seconds to compile and 0.3 s to load; below so many rows plain Python is done sooner.
WORTH_COMPILING = 20_000


def kernel_module(name: str, *, n_rows: int) -> ModuleType:
    """Return the module, compiled when there is enough work for it.

    A module that can be compiled lists its functions in ``KERNEL``, callees first.
    """
    if n_rows < WORTH_COMPILING or importlib.util.find_spec("numba") is None:
        return importlib.import_module(name)
    return _compiled(name)


@cache
def _compiled(name: str) -> ModuleType:
    """Load a second copy of the module and replace its kernel by compiled functions."""
    numba: Any = importlib.import_module("numba")
    package, _, last = name.rpartition(".")
    spec = importlib.util.spec_from_file_location(
        f"{package}._compiled_{last}", importlib.import_module(name).__file__
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # numba finds the functions of its disk cache by this name
    spec.loader.exec_module(module)
    for function in module.KERNEL:
        setattr(module, function.__name__, _jitted(numba, function))
    return module


def _jitted(numba: Any, function: Any) -> Any:
    try:
        return numba.njit(nogil=True, cache=True)(function)
    except RuntimeError:  # no folder to cache in, as in a read-only installation
        return numba.njit(nogil=True)(function)
