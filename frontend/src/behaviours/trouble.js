/**
 * What to do when a fragment does not come: say so where screen readers hear it, keep what was
 * typed, and open the sign-in page when the session has ended.
 */
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
    if (!landed || !signIn || new URL(landed).pathname !== signIn) return;
    // The session ended: the answer is the sign-in page and belongs into the window, not the part.
    event.detail.shouldSwap = false;
    window.location.reload();
  });
}
