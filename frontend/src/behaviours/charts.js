/** Fetches the drawing code only on pages that have a chart; it is most of our script by weight. */
export function charts(root) {
  const look = (part) => {
    if (!part.querySelector?.("script[data-chart]")) return;
    import("../charts.js").then(({ drawAll }) => drawAll(part));
  };
  look(root);
  root.addEventListener("htmx:load", (event) => look(event.detail.elt));
}
