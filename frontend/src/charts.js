import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

/**
 * Draws `<script type="application/json" data-chart>` into the element named by `data-target`.
 * Expressions are interpreted from their syntax tree, because the content policy forbids eval.
 * The table of the same numbers stands below the drawing and is what remains without script.
 */
const OPTIONS = {
  ast: true,
  expr: expressionInterpreter,
  actions: false,
  renderer: "svg",
  defaultStyle: false,
  tooltip: { disableDefaultStyle: true },
};

const READABLE = {
  font: "Noto Sans TC",
  background: "transparent",
  aria: false, // the drawing is described by its title and its table, in the language of the page
  axis: { labelFontSize: 13, titleFontSize: 13 },
  legend: { labelFontSize: 13, titleFontSize: 13 },
};

/** The figure's caption and table say what is drawn; the library's own words are English. */
function hush(place, description) {
  place.querySelector("svg")?.setAttribute("aria-hidden", "true");
  if (description) return;
  for (const name of ["role", "aria-roledescription", "aria-label"]) place.removeAttribute(name);
}

async function draw(source) {
  const place = document.getElementById(source.dataset.target);
  if (!place || place.dataset.drawn) return;
  place.dataset.drawn = "yes";
  const spec = JSON.parse(source.textContent);
  spec.config = { ...READABLE, ...spec.config };
  await embed(place, spec, OPTIONS);
  hush(place, spec.description);
  place.closest("[data-chart-figure]")?.classList.add("is-drawn");
}

export function drawAll(root) {
  for (const source of root.querySelectorAll("script[data-chart]")) {
    draw(source).catch((error) => {
      // The table of numbers is still there; say so instead of leaving an empty frame.
      const place = document.getElementById(source.dataset.target);
      if (place) place.textContent = source.dataset.failed ?? "";
      console.error("chart not drawn", error);
    });
  }
}
