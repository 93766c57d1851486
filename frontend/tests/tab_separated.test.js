import assert from "node:assert/strict";
import { test } from "node:test";

import { parseTabSeparated, plainDigits } from "../src/behaviours/tab_separated.js";

const CASES = {
  "one cell": ["3", [["3"]]],
  "a block with the spreadsheet's last line break": ["1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]],
  "empty cells stay in their place": ["1\t\t3", [["1", "", "3"]]],
  "an empty row inside the block": ["1\n\n2", [["1"], [""], ["2"]]],
  "quoted cell with line break and tab": ['"a\nb\tc"\td', [["a\nb\tc", "d"]]],
  "doubled quote": ['"say ""hi"""\t1', [['say "hi"', "1"]]],
  "a quote in the middle is only a character": ['5" pipe\t1', [['5" pipe', "1"]]],
};

for (const [name, [text, expected]] of Object.entries(CASES)) {
  test(name, () => assert.deepEqual(parseTabSeparated(text), expected));
}

test("full-width digits become plain", () => {
  assert.equal(plainDigits(" ３．５ "), "3.5");
  assert.equal(plainDigits("abc"), "abc");
});
