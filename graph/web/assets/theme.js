"use strict";
// Runs before the page is drawn, so that it never flashes in the other theme.
(() => {
  const root = document.documentElement;
  root.classList.add("script");
  let theme = null;
  try { theme = localStorage.getItem("theme"); } catch { /* not allowed: follow the system */ }
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
})();
