/**
 * A filter that is changed is applied at once: the form's ordinary submit runs, which htmx turns
 * into a fragment where the page asked for it. Without script the form keeps its button.
 */
export function submitOnChange(root) {
  root.addEventListener("change", (event) => {
    const field = event.target.closest?.("[data-submit-on-change]");
    field?.form?.requestSubmit();
  });
}
