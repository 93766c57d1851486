/**
 * Signing in anew in another tab changes the token that guards every form. A page that stood open
 * meanwhile takes the new one from the cookie, so that what was typed can still be sent.
 */
export function tokenFromCookie(cookie) {
  const found = cookie.split("; ").find((pair) => pair.startsWith("csrftoken="));
  return found ? decodeURIComponent(found.slice("csrftoken=".length)) : "";
}

export function freshToken(root) {
  root.addEventListener(
    "submit",
    (event) => {
      const field = event.target.elements?.csrfmiddlewaretoken;
      const token = tokenFromCookie(root.cookie);
      if (field && token) field.value = token;
    },
    true,
  );
  root.addEventListener("htmx:configRequest", (event) => {
    const token = tokenFromCookie(root.cookie);
    if (!token) return;
    event.detail.headers["X-CSRFToken"] = token;
    if (event.detail.formData?.has("csrfmiddlewaretoken")) {
      event.detail.formData.set("csrfmiddlewaretoken", token);
    }
  });
}
