/**
 * Asks before a form with unsent changes is left. Sending the form, or putting every value back,
 * ends the asking.
 */
export function isChanged(form) {
  return [...form.elements].some((field) => {
    if (field.disabled || field.type === "hidden" || !field.name) return false;
    if (field.type === "checkbox" || field.type === "radio") {
      return field.checked !== field.defaultChecked;
    }
    if (field.tagName === "SELECT") {
      const preset = [...field.options].some((option) => option.defaultSelected);
      return [...field.options].some((option, index) =>
        preset ? option.selected !== option.defaultSelected : option.selected && index > 0,
      );
    }
    return "defaultValue" in field && field.value !== field.defaultValue;
  });
}

export function guardUnsavedChanges(view) {
  const sent = new WeakSet();
  view.document.addEventListener("submit", (event) => sent.add(event.target), true);
  view.document.addEventListener("input", (event) => sent.delete(event.target.form), true);
  view.addEventListener("beforeunload", (event) => {
    const forms = [...view.document.querySelectorAll("form[data-guard]")];
    if (forms.some((form) => !sent.has(form) && isChanged(form))) event.preventDefault();
  });
}
