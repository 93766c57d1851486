import assert from "node:assert/strict";
import { test } from "node:test";

import { fillGrid } from "../src/behaviours/matrix.js";

function grid(rows, columns) {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => ({ value: "" })));
}

function put(field, text) {
  if (text === "no") return false;
  field.value = text;
  return true;
}

test("a block fills from the chosen cell on", () => {
  const cells = grid(3, 3);
  const result = fillGrid(cells, [1, 1], [["1", "2"], ["3", "4"]], put);
  assert.deepEqual(cells.map((row) => row.map((c) => c.value)), [
    ["", "", ""],
    ["", "1", "2"],
    ["", "3", "4"],
  ]);
  assert.deepEqual(result, { filled: 4, refused: 0, outside: 0 });
});

test("cells beyond the grid and refused values are counted, not lost silently", () => {
  const result = fillGrid(grid(2, 2), [1, 1], [["1", "2"], ["no", "4"]], put);
  assert.deepEqual(result, { filled: 1, refused: 0, outside: 3 });
  assert.deepEqual(fillGrid(grid(1, 2), [0, 0], [["no", "4"]], put), {
    filled: 1,
    refused: 1,
    outside: 0,
  });
});
