import assert from "node:assert/strict";
import { test } from "node:test";

import { fileSize } from "../src/behaviours/drop_zone.js";
import { tokenFromCookie } from "../src/behaviours/fresh_token.js";
import { isChanged } from "../src/behaviours/guard.js";
import { nextRow } from "../src/behaviours/list_keyboard.js";

test("j and k stay inside the list", () => {
  assert.equal(nextRow(-1, "j", 3), 0);
  assert.equal(nextRow(2, "j", 3), 2);
  assert.equal(nextRow(0, "k", 3), 0);
  assert.equal(nextRow(-1, "k", 3), 0);
  assert.equal(nextRow(-1, "j", 0), -1);
});

test("the token is found among other cookies", () => {
  assert.equal(tokenFromCookie("a=1; csrftoken=abc%3D; b=2"), "abc=");
  assert.equal(tokenFromCookie("xcsrftoken=no"), "");
  assert.equal(tokenFromCookie(""), "");
});

test("sizes are written as people read them", () => {
  assert.equal(fileSize(0), "0 B");
  assert.equal(fileSize(1023), "1023 B");
  assert.equal(fileSize(1536), "1.5 kB");
  assert.equal(fileSize(200 * 1024 * 1024), "200.0 MB");
});

test("a form is changed when a value differs from what the page was sent with", () => {
  const text = { name: "a", type: "text", tagName: "INPUT", value: "x", defaultValue: "x" };
  const box = { name: "b", type: "checkbox", tagName: "INPUT", checked: true, defaultChecked: true };
  const hidden = { name: "c", type: "hidden", tagName: "INPUT", value: "1", defaultValue: "" };
  const first = { defaultSelected: false, selected: true };
  const second = { defaultSelected: false, selected: false };
  const select = { name: "d", type: "select-one", tagName: "SELECT", options: [first, second] };
  assert.equal(isChanged({ elements: [text, box, hidden, select] }), false);
  assert.equal(isChanged({ elements: [{ ...text, value: "y" }] }), true);
  assert.equal(isChanged({ elements: [{ ...box, checked: false }] }), true);
  assert.equal(
    isChanged({ elements: [{ ...select, options: [{ ...first, selected: false }, { ...second, selected: true }] }] }),
    true,
  );
});
