/**
 * Menus are <details data-menu>: they open without any script. With script they also close on
 * Escape, on a click elsewhere and when the focus leaves them.
 */
export function menus(root) {
  const open = () => root.querySelectorAll("details[data-menu][open]");

  root.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      const hadFocus = menu.contains(root.activeElement);
      menu.open = false;
      if (hadFocus) menu.querySelector("summary").focus();
    }
  });
  root.addEventListener("focusin", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
}
