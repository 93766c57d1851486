"""What every computed figure carries: arrays checked at birth, intervals, who was counted, verdict and sentence.

Shared by ``needs``, ``psychometrics``, ``effects`` and ``benefit``.
"""
