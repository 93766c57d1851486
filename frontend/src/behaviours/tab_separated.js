/**
 * Cells of a block copied from a spreadsheet: tabs between columns, line breaks between rows,
 * a cell with either of them in double quotes, a quote inside doubled.
 *
 * @param {string} text
 * @returns {string[][]}
 */
export function parseTabSeparated(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (quoted) {
      if (char === '"' && text[i + 1] === '"') cell += text[(i += 1)];
      else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"' && cell === "") quoted = true;
    else if (char === "\t") {
      rows.at(-1).push(cell);
      cell = "";
    } else if (char === "\n") {
      rows.at(-1).push(cell);
      cell = "";
      rows.push([]);
    } else if (char !== "\r") cell += char;
  }
  rows.at(-1).push(cell);
  // Spreadsheets end the block with a line break, which is no row of its own.
  const last = rows.at(-1);
  if (rows.length > 1 && last.length === 1 && last[0] === "") rows.pop();
  return rows;
}

/** Digits typed with a Chinese input method, made plain; spaces around them dropped. */
export function plainDigits(text) {
  return text
    .replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/\uff0e/g, ".")
    .trim();
}
