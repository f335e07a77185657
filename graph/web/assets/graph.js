"use strict";
// The picture of a graph, made live: it is moved and scaled, and opening a
// branch changes the picture in its place. Each state is an address, so that
// the browser's own Back undoes a step.
(() => {
  const $ = (sel, root = document) => root.querySelector(sel);
  const canvas = $("#canvas");
  if (!canvas) return;
  let view = null; // x, y, w, h of the part that is seen

  const svg = () => $("#picture");
  const size = () => { const s = svg(); return { w: +s.getAttribute("width"), h: +s.getAttribute("height") }; };
  const show = () => svg().setAttribute("viewBox", [view.x, view.y, view.w, view.h].map((n) => n.toFixed(1)).join(" "));

  // fit shows the whole picture, but never letters too small to read: then the
  // centre.
  const fit = () => {
    const { w, h } = size(), least = innerWidth < 700 ? 0.85 : 0.78;
    const across = Math.min(1.15, Math.max(least, canvas.clientWidth / w));
    canvas.style.height = Math.round(Math.min(innerHeight * 0.84, Math.max(300, h * across))) + "px";
    const box = canvas.getBoundingClientRect();
    const scale = Math.max(least, Math.min(across, box.height / h));
    const vw = box.width / scale, vh = box.height / scale;
    const c = $(".center", svg()).transform.baseVal[0].matrix;
    const mid = (full, seen, centre) => (full <= seen ? (full - seen) / 2 : Math.min(Math.max(0, centre - seen / 2), full - seen));
    view = { x: mid(w, vw, c.e), y: mid(h, vh, c.f), w: vw, h: vh };
    show();
  };
  const zoom = (factor, px, py) => {
    const box = canvas.getBoundingClientRect();
    const k = Math.min(6, Math.max(0.15, (box.width / view.w) * factor)) / (box.width / view.w);
    const x = view.x + (px / box.width) * view.w, y = view.y + (py / box.height) * view.h;
    view = { x: x - (x - view.x) / k, y: y - (y - view.y) / k, w: view.w / k, h: view.h / k };
    show();
  };

  // One finger or the mouse moves, two fingers scale.
  const down = new Map();
  let moved = 0;
  canvas.addEventListener("pointerdown", (e) => { if (e.button === 0) { down.set(e.pointerId, e); moved = 0; } });
  window.addEventListener("pointermove", (e) => {
    const last = down.get(e.pointerId);
    if (!last) return;
    const box = canvas.getBoundingClientRect(), scale = view.w / box.width;
    if (down.size === 2) {
      const other = [...down.values()].find((p) => p.pointerId !== e.pointerId);
      const dist = (p) => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY) || 1;
      zoom(dist(e) / dist(last), (e.clientX + other.clientX) / 2 - box.left, (e.clientY + other.clientY) / 2 - box.top);
      moved += 9;
    } else {
      moved += Math.abs(e.clientX - last.clientX) + Math.abs(e.clientY - last.clientY);
      if (moved > 5) canvas.classList.add("moving");
      view.x -= (e.clientX - last.clientX) * scale;
      view.y -= (e.clientY - last.clientY) * scale;
      show();
    }
    down.set(e.pointerId, e);
  });
  const up = (e) => { down.delete(e.pointerId); canvas.classList.remove("moving"); };
  window.addEventListener("pointerup", up);
  window.addEventListener("pointercancel", up);
  canvas.addEventListener("click", (e) => { if (moved > 5) { e.preventDefault(); e.stopPropagation(); } }, true);
  canvas.addEventListener("dragstart", (e) => e.preventDefault());
  canvas.addEventListener("wheel", (e) => {
    e.preventDefault();
    const box = canvas.getBoundingClientRect();
    zoom(Math.exp(-e.deltaY * (e.ctrlKey ? 0.01 : 0.0016)), e.clientX - box.left, e.clientY - box.top);
  }, { passive: false });
  canvas.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
    const box = canvas.getBoundingClientRect();
    if (step && e.target === canvas) { view.x += step[0] * view.w / 8; view.y += step[1] * view.h / 8; show(); }
    else if (e.key === "+" || e.key === "=") zoom(1.25, box.width / 2, box.height / 2);
    else if (e.key === "-") zoom(0.8, box.width / 2, box.height / 2);
    else if (e.key === "0") fit();
    else return;
    e.preventDefault();
  });
  // What the keyboard reaches is brought into sight.
  canvas.addEventListener("focusin", (e) => {
    const g = e.target.closest && e.target.closest(".node");
    if (!g) return;
    canvas.scrollTop = canvas.scrollLeft = 0;
    const m = g.transform.baseVal[0].matrix;
    if (m.e < view.x + 60 || m.e > view.x + view.w - 60) view.x = m.e - view.w / 2;
    if (m.f < view.y + 20 || m.f > view.y + view.h - 20) view.y = m.f - view.h / 2;
    show();
  });

  const place = (key) => {
    for (const g of svg().querySelectorAll(".node")) if (g.dataset.key === key) return { g, x: g.transform.baseVal[0].matrix.e, y: g.transform.baseVal[0].matrix.f };
    return null;
  };

  // go shows another state of the picture. What was clicked stays where it is.
  let turn = 0;
  const go = async (href, key, push) => {
    const mine = ++turn;
    let page;
    try {
      const res = await fetch(href);
      if (!res.ok) throw new Error(res.statusText);
      page = new DOMParser().parseFromString(await res.text(), "text/html");
    } catch { location.href = href; return; }
    if (mine !== turn) return;
    const before = key ? place(key) : null;
    const open = $(".aslist").open;
    const known = new Set([...svg().querySelectorAll(".node")].map((g) => g.dataset.key));
    for (const sel of [".graph-tools", "#picture", ".aslist", "footer", ".head"]) {
      const from = $(sel, page), to = $(sel);
      if (from && to) to.replaceWith(document.importNode(from, true));
    }
    $(".aslist").open = open;
    if (push) history.pushState({ live: true }, "", href);
    const after = key ? place(key) : null;
    if (before && after) { view.x += after.x - before.x; view.y += after.y - before.y; show(); const a = $("a", after.g); if (a) a.focus({ preventScroll: true }); } else fit();
    const fresh = [...svg().querySelectorAll(".node")].filter((g) => !known.has(g.dataset.key)).length;
    $("#live").textContent = svg().querySelectorAll(".n-entity").length + " entities in the picture" + (fresh ? ", " + fresh + " new" : "");
  };

  document.addEventListener("click", (e) => {
    const a = e.target.closest("a[data-live]");
    if (!a || e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return;
    e.preventDefault();
    const g = a.closest(".node");
    go(a.getAttribute("href"), g && g.dataset.key, true);
  });
  window.addEventListener("popstate", () => go(location.pathname + location.search, null, false));

  document.addEventListener("submit", (e) => {
    const form = e.target.closest("[data-predicates]");
    if (!form) return;
    e.preventDefault();
    const now = new URLSearchParams(location.search);
    now.delete("p");
    const boxes = [...form.querySelectorAll("input")];
    if (!boxes.every((b) => b.checked)) for (const b of boxes) if (b.checked) now.append("p", b.value);
    go(location.pathname + (now.size ? "?" + now : ""), null, true);
  });

  document.addEventListener("click", (e) => {
    const z = e.target.closest("[data-zoom]");
    const box = canvas.getBoundingClientRect();
    if (z) { if (z.dataset.zoom === "fit") fit(); else zoom(z.dataset.zoom === "in" ? 1.3 : 1 / 1.3, box.width / 2, box.height / 2); }
    if (e.target.closest("[data-png]")) png();
  });

  // png paints the file of the picture at twice its size.
  const png = async () => {
    const { w, h } = size();
    const res = await fetch($("a[download]").getAttribute("href"));
    const img = new Image();
    img.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(await res.text());
    await img.decode();
    const k = Math.min(2, 8000 / Math.max(w, h));
    const c = document.createElement("canvas");
    c.width = w * k; c.height = h * k;
    const ctx = c.getContext("2d");
    ctx.fillStyle = getComputedStyle($(".drawing")).backgroundColor;
    ctx.fillRect(0, 0, c.width, c.height);
    ctx.drawImage(img, 0, 0, c.width, c.height);
    c.toBlob((blob) => {
      const a = document.createElement("a");
      a.href = URL.createObjectURL(blob);
      a.download = "graph.png";
      a.click();
      setTimeout(() => URL.revokeObjectURL(a.href), 10000);
      document.documentElement.dataset.png = blob.size;
    }, "image/png");
  };

  window.addEventListener("resize", fit);
  fit();
  // On a narrow screen the picture grows to one side only.
  const asked = new URLSearchParams(location.search);
  if (innerWidth < 700 && !asked.has("layout")) {
    asked.append("layout", "right");
    history.replaceState(null, "", location.pathname + "?" + asked);
    go(location.pathname + "?" + asked, null, false);
  }
})();
