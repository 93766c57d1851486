"""Draw the wheel of the eight tasks from tasks.toml into docs/images/wheel.svg."""

import math
from pathlib import Path
from xml.sax.saxutils import escape

from espalier.kit.thread import frame

TARGET = Path(__file__).parents[1] / "docs" / "images" / "wheel.svg"
SIZE, RADIUS, NODE = 760, 270, 82
COLOURS = {"1": "#2f6b4f", "2": "#33658a", "3": "#8a5a2b"}


def drawn() -> str:
    tasks = list(frame.tasks().values())
    built = {i.task for i in frame.indicators().values() if i.built}
    middle = SIZE / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" role="img" '
        'aria-label="訓練經理的八項工作任務 The eight tasks of the training manager" '
        'font-family="Noto Sans TC, sans-serif">',
        f'<rect width="{SIZE}" height="{SIZE}" fill="#ffffff"/>',
        f'<circle cx="{middle}" cy="{middle}" r="{RADIUS}" fill="none" stroke="#c8d3cc" stroke-width="10"/>',
        f'<text x="{middle}" y="{middle - 12}" text-anchor="middle" font-size="44" '
        'font-weight="700" fill="#1f3d2f">培育</text>',
        f'<text x="{middle}" y="{middle + 30}" text-anchor="middle" font-size="22" fill="#1f3d2f">Espalier</text>',
    ]
    for index, task in enumerate(tasks):
        angle = -math.pi / 2 + index * 2 * math.pi / len(tasks)
        x, y = middle + RADIUS * math.cos(angle), middle + RADIUS * math.sin(angle)
        parts += node(task, x, y, task.code in built)
    return "\n".join([*parts, "</svg>"]) + "\n"


def node(task: frame.FrameTask, x: float, y: float, is_built: bool) -> list[str]:
    """One task: filled where its output can be made today, outlined where it comes later."""
    colour = COLOURS[task.code[1]]
    fill, ink = (colour, "#ffffff") if is_built else ("#ffffff", colour)
    lines = [(task.code, 18, 700, -34), *folded(task.title), (task.output, 15, 400, 44)]
    shapes = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{NODE}" fill="{fill}" stroke="{colour}" stroke-width="4"/>'
    ]
    shapes += [
        f'<text x="{x:.1f}" y="{y + dy:.1f}" text-anchor="middle" font-size="{size}" '
        f'font-weight="{weight}" fill="{ink}">{escape(text)}</text>'
        for text, size, weight, dy in lines
    ]
    return shapes


def folded(title: str) -> list[tuple[str, int, int, int]]:
    if len(title) <= 6:
        return [(title, 19, 700, 4)]
    half = (len(title) + 1) // 2
    return [(title[:half], 19, 700, -6), (title[half:], 19, 700, 18)]


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(drawn(), encoding="utf-8")
