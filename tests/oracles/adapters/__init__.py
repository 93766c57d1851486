"""By family of cases: which of our functions answers an expectation.

Each module holds ``ADAPTERS``, case id → function, which takes the ``Case`` and returns the value for each name of the
case's ``expect``.
"""
