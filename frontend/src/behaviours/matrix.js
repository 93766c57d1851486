import { parseTabSeparated, plainDigits } from "./tab_separated.js";

/**
 * A table of inputs (`<table data-matrix>`) behaves like a sheet: arrows and Enter move, a block
 * pasted from a spreadsheet fills the cells from the focused one on. It stays a form: what is sent
 * is what the inputs hold, with or without script.
 */
const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  Enter: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The inputs of the table, row by row; rows without inputs are left out. */
function gridOf(table) {
  return [...table.tBodies]
    .flatMap((body) => [...body.rows])
    .map((row) => [...row.querySelectorAll("input:not([type=hidden]), select")])
    .filter((row) => row.length > 0);
}

function positionOf(grid, field) {
  for (const [r, row] of grid.entries()) {
    const c = row.indexOf(field);
    if (c >= 0) return [r, c];
  }
  return null;
}

/** Arrows sideways leave a cell only when the caret has nowhere to go inside it. */
function caretAllows(field, key) {
  if (key !== "ArrowLeft" && key !== "ArrowRight") return true;
  if (field.selectionStart === undefined || field.selectionStart === null) return true;
  const all = field.selectionStart === 0 && field.selectionEnd === field.value.length;
  if (all) return true;
  return key === "ArrowLeft" ? field.selectionEnd === 0 : field.selectionStart === field.value.length;
}

function setValue(field, text) {
  if (field.readOnly || field.disabled) return false;
  const value = plainDigits(text);
  if (field.tagName === "SELECT") {
    const option = [...field.options].find((o) => o.value === value || o.text.trim() === value);
    if (!option) return false;
    field.value = option.value;
  } else {
    field.value = value;
    // A number field swallows what it cannot hold; the person must hear of it.
    if (value !== "" && field.value === "") return false;
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

/**
 * Put a block of cells into the grid from [row, column] on.
 *
 * @returns {{filled: number, refused: number, outside: number}}
 */
export function fillGrid(grid, [row, column], cells, set) {
  const result = { filled: 0, refused: 0, outside: 0 };
  cells.forEach((line, dr) => {
    line.forEach((text, dc) => {
      const field = grid[row + dr]?.[column + dc];
      if (!field) result.outside += 1;
      else if (set(field, text)) result.filled += 1;
      else result.refused += 1;
    });
  });
  return result;
}

/** Say what a paste did in the table's own words (`data-pasted`: "{filled} {refused} {outside}"). */
function announce(table, result) {
  const place = document.getElementById(table.dataset.statusId);
  const words = table.dataset.pasted;
  if (!place || !words) return;
  place.textContent = words.replace(/\{(\w+)\}/g, (_, name) => String(result[name] ?? ""));
}

export function matrixEditor(root) {
  root.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    const table = event.target.closest?.("table[data-matrix]");
    if (!move || !table || event.isComposing || event.altKey || event.ctrlKey) return;
    if (event.target.tagName === "SELECT" && event.key.startsWith("Arrow") && !move[1]) return;
    if (!caretAllows(event.target, event.key)) return;
    const grid = gridOf(table);
    const from = positionOf(grid, event.target);
    if (!from) return;
    event.preventDefault();
    const [dr, dc] = event.shiftKey && event.key === "Enter" ? [-1, 0] : move;
    const field = grid[from[0] + dr]?.[from[1] + dc];
    field?.focus();
    field?.select?.();
  });

  root.addEventListener("paste", (event) => {
    const table = event.target.closest?.("table[data-matrix]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!table || !/[\t\n]/.test(text)) return;
    const grid = gridOf(table);
    const from = positionOf(grid, event.target);
    if (!from) return;
    event.preventDefault();
    announce(table, fillGrid(grid, from, parseTabSeparated(text), setValue));
  });
}
