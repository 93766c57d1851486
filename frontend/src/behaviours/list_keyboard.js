/**
 * Keys of every list: / goes to the search box, j and k walk the rows, Enter opens the row,
 * x ticks it. Keys typed into a field belong to the field.
 */
const FIELDS = "input, textarea, select, [contenteditable]";

/** The row to go to from `current` (-1: none yet), never beyond the ends. */
export function nextRow(current, key, total) {
  if (total === 0) return -1;
  if (key === "j") return Math.min(current + 1, total - 1);
  return Math.max(current - 1, 0);
}

function walk(list, key) {
  const rows = [...list.querySelectorAll("tbody tr[data-row]")];
  const current = rows.findIndex((row) => row.classList.contains("is-current"));
  const target = rows[nextRow(current, key, rows.length)];
  if (!target) return;
  if (current >= 0) rows[current].classList.remove("is-current");
  target.classList.add("is-current");
  // The row's own link takes the focus, so that Enter and screen readers follow along.
  const place = target.querySelector("a") ?? target.querySelector("input") ?? target;
  place.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
}

export function listKeyboard(root) {
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const list = root.querySelector("[data-list]");
    const typing = event.target.closest?.(FIELDS);
    if (!list || (typing && typing.type !== "checkbox")) return;
    if (event.key === "/") {
      const search = list.querySelector("input[type=search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      walk(list, event.key);
    } else if (event.key === "x") {
      list.querySelector("tr.is-current input[type=checkbox]")?.click();
    }
  });
}
