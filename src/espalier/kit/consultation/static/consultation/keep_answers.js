// Keeps a half-filled answer sheet in this browser only, so that a phone that drops the page loses
// nothing. Nothing is sent anywhere; the thank-you page forgets it.
(() => {
  const form = document.querySelector("form[data-keep]");
  const LAST = "espalier-consultation-last";
  if (!form) {
    const key = sessionStorage.getItem(LAST);
    if (key && document.querySelector("[data-forget]")) localStorage.removeItem(key);
    return;
  }
  const key = `espalier-consultation ${form.dataset.keep}`;
  const note = form.querySelector("[data-kept-note]");
  const fields = () => [...form.elements].filter((f) => f.name && f.type !== "hidden" && f.type !== "submit");
  const save = () => {
    const kept = fields()
      .filter((f) => (f.type === "radio" || f.type === "checkbox" ? f.checked : f.value))
      .map((f) => [f.name, f.value]);
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      return; // A browser without room keeps nothing; the form works all the same.
    }
    if (note) note.hidden = kept.length === 0;
  };
  const restore = () => {
    let kept = [];
    try {
      kept = JSON.parse(localStorage.getItem(key) ?? "[]");
    } catch {
      return;
    }
    for (const [name, value] of kept) {
      for (const field of fields().filter((f) => f.name === name)) {
        if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
        else if (!field.value) field.value = value;
      }
    }
    if (note) note.hidden = kept.length === 0;
  };
  if (!form.dataset.sent) restore();
  form.addEventListener("input", save);
  form.addEventListener("submit", () => sessionStorage.setItem(LAST, key));
  form.querySelector("[data-drop]")?.addEventListener("click", () => {
    localStorage.removeItem(key);
    form.reset();
    if (note) note.hidden = true;
  });
})();
