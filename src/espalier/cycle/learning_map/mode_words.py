"""How sheets write the mode of a module or a completion, and the value it stands for."""

MODES = {
    "實體": "classroom", "線上": "online", "混成": "blended", "工作崗位": "workplace",
    "師徒": "mentoring", "外訓": "external",
}  # fmt: skip
