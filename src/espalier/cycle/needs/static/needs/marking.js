/*
 * What is marked with the mouse or the keyboard in <div data-page-text> is written into the form
 * <form data-passage-form>: its words, and where on the page they begin. Without script the words
 * are copied into the form by hand and sought on the page by the server.
 */
(() => {
  const page = document.querySelector("[data-page-text]");
  const form = document.querySelector("[data-passage-form]");
  if (!page || !form) return;

  const offsetOf = (node, offset) => {
    const range = document.createRange();
    range.selectNodeContents(page);
    range.setEnd(node, offset);
    return range.toString().length;
  };

  const take = () => {
    const chosen = document.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return;
    const range = chosen.getRangeAt(0);
    if (!page.contains(range.startContainer) || !page.contains(range.endContainer)) return;
    const words = range.toString();
    const lead = words.length - words.trimStart().length;
    if (!words.trim()) return;
    const start = offsetOf(range.startContainer, range.startOffset) + lead;
    form.elements.words.value = words.trim();
    // The server counts characters, the browser counts UTF-16 units: rare characters take two.
    form.elements.start.value = Array.from(page.textContent.slice(0, start)).length;
  };

  page.addEventListener("mouseup", take);
  page.addEventListener("keyup", take);
  page.addEventListener("touchend", () => window.setTimeout(take, 50));
  form.elements.words.addEventListener("input", () => {
    form.elements.start.value = "";
  });
})();
