/**
 * What to do when a fragment does not come: say so where screen readers hear it, keep what was
 * typed, and offer the sign-in page when the session has ended.
 */
const WHOLE_PAGE = /^\s*<!doctype html/i;

/** A refusal or a conflict may come as a whole page; it belongs into the window, not into a part. */
function showWholePage(event, root) {
  const { xhr, requestConfig, serverResponse } = event.detail;
  const wanted = event.detail.shouldSwap || xhr.status === 409;
  if (!wanted || !WHOLE_PAGE.test(serverResponse)) return;
  if (requestConfig.elt.closest("[hx-select], [hx-boost]")) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  event.detail.target = root.body;
  event.detail.swapOverride = "innerHTML show:window:top";
}

export function trouble(root) {
  const place = () => root.getElementById("trouble");
  const say = (words) => {
    const element = place();
    if (element) element.textContent = words ?? "";
  };

  root.addEventListener("htmx:beforeRequest", () => say(""));
  root.addEventListener("htmx:sendError", () => say(place()?.dataset.noAnswer));
  root.addEventListener("htmx:timeout", () => say(place()?.dataset.noAnswer));
  root.addEventListener("htmx:responseError", () => say(place()?.dataset.refused));
  root.addEventListener("htmx:beforeSwap", (event) => {
    const landed = event.detail.xhr.responseURL;
    const signIn = place()?.dataset.signIn;
    if (!landed || !signIn || new URL(landed).pathname !== signIn) {
      showWholePage(event, root);
      return;
    }
    // The session ended. Leaving for the sign-in page would lose what was typed: offer it aside.
    event.detail.shouldSwap = false;
    const link = root.createElement("a");
    link.href = signIn;
    link.target = "_blank";
    link.textContent = place().dataset.signInWords;
    place().replaceChildren(link);
  });
}
