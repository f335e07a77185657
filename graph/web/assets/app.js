"use strict";
// Every page works without this script. It offers names as they are typed,
// shows words beside what was clicked, folds the matrix, and ties a text to its
// edges. Texts from the graph are only ever set as text.
(() => {
  const $ = (sel, root = document) => root.querySelector(sel);
  const $$ = (sel, root = document) => [...root.querySelectorAll(sel)];

  const element = (name, attrs = {}, ...children) => {
    const el = document.createElement(name);
    for (const [k, v] of Object.entries(attrs)) el.setAttribute(k, v);
    el.append(...children);
    return el;
  };

  // Theme: as the system has it, light, dark.
  const button = $("#theme");
  if (button) {
    const root = document.documentElement;
    const order = ["", "light", "dark"];
    const say = () => { button.textContent = { "": "Auto", light: "Light", dark: "Dark" }[root.dataset.theme || ""]; button.setAttribute("aria-label", "Theme: " + button.textContent); };
    button.hidden = false;
    say();
    button.addEventListener("click", () => {
      const next = order[(order.indexOf(root.dataset.theme || "") + 1) % order.length];
      if (next) root.dataset.theme = next; else delete root.dataset.theme;
      try { if (next) localStorage.setItem("theme", next); else localStorage.removeItem("theme"); } catch { /* kept for this page only */ }
      say();
    });
  }

  // On a narrow screen the page's own name in the navigation is in sight.
  const current = $(".bar nav [aria-current]");
  if (current) { const nav = current.closest("nav"); nav.scrollLeft = current.offsetLeft - nav.offsetLeft - 40; }

  // "/" goes to the search, as many sites have it.
  document.addEventListener("keydown", (e) => {
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    e.preventDefault();
    $("#find").focus();
  });

  // Names are offered while they are typed. Where the field takes an id, the
  // reader sees the name and the form sends the id.
  let boxes = 0;
  for (const input of $$("input[data-complete]")) complete(input);
  function complete(input) {
    const list = element("ul", { class: "offers", role: "listbox", id: "offers" + boxes++, "aria-label": "Names" });
    list.hidden = true;
    input.after(list);
    for (const [k, v] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(k, v);
    const goes = input.dataset.complete === "go";
    let id = null; // what the form sends in place of the name
    if (!goes && input.dataset.name && input.dataset.name !== input.value) { id = input.value; input.value = input.dataset.name; }
    input.form.addEventListener("formdata", (e) => {
      if (id === null) return;
      const values = e.formData.getAll(input.name);
      const fields = $$("input", input.form).filter((x) => x.name === input.name);
      e.formData.delete(input.name);
      values.forEach((v, i) => e.formData.append(input.name, fields[i] === input ? id : v));
    });
    let leaving = false; // to what was chosen: the key that chose it must not send the form too
    input.form.addEventListener("submit", (e) => { if (leaving) e.preventDefault(); });
    let timer = 0, asked = 0, chosen = -1, offers = [];
    const shut = () => { list.hidden = true; chosen = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const point = (i) => {
      chosen = i;
      $$("li", list).forEach((li, k) => li.setAttribute("aria-selected", String(k === i)));
      if (i >= 0) { input.setAttribute("aria-activedescendant", list.id + "-" + i); list.children[i].scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
    };
    const take = (o) => {
      if (goes) { leaving = true; location.href = o.href; return; }
      id = o.id;
      input.value = o.label;
      shut();
    };
    const ask = async () => {
      const text = input.value.trim(), turn = ++asked;
      if (text.length < 2) { shut(); return; }
      let found;
      try {
        const res = await fetch("/complete.json?" + new URLSearchParams({ q: text }));
        if (!res.ok) return;
        found = await res.json();
      } catch { return; }
      if (turn !== asked) return;
      const kept = chosen >= 0 ? offers[chosen].id : null;
      offers = found;
      list.replaceChildren(...offers.map((o, i) => {
        const li = element("li", { role: "option", id: list.id + "-" + i, "aria-selected": "false" }, element("span", {}, o.label), element("span", { class: "kind" }, o.class || ""));
        if (o.detail) li.append(element("small", {}, o.detail));
        li.addEventListener("mousedown", (e) => { e.preventDefault(); take(o); });
        return li;
      }));
      if (!offers.length) { shut(); return; }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      point(kept === null ? -1 : offers.findIndex((o) => o.id === kept));
    };
    input.addEventListener("input", () => { id = null; clearTimeout(timer); timer = setTimeout(ask, 90); });
    input.addEventListener("blur", shut);
    input.addEventListener("keydown", (e) => {
      if (list.hidden) return;
      if (e.key === "ArrowDown" || e.key === "ArrowUp") {
        e.preventDefault();
        const n = offers.length, step = e.key === "ArrowDown" ? 1 : -1;
        point(chosen < 0 ? (step > 0 ? 0 : n - 1) : (chosen + step + n) % n);
      } else if (e.key === "Enter" && chosen >= 0) { e.preventDefault(); take(offers[chosen]); }
      else if (e.key === "Escape") { e.preventDefault(); shut(); }
    });
  }

  // Words open beside what was clicked; with Ctrl or the middle button they
  // open as a page.
  let panel = null;
  document.addEventListener("click", async (e) => {
    const a = e.target.closest("a[data-panel]");
    if (!a || e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return;
    e.preventDefault();
    const href = a.getAttribute("href");
    let page;
    try {
      const res = await fetch(href);
      page = new DOMParser().parseFromString(await res.text(), "text/html");
    } catch { location.href = href; return; }
    const words = $("#evidence", page), title = $("main h1", page);
    if (!words) { location.href = href; return; }
    if (!panel) {
      panel = element("dialog", { class: "panel" });
      panel.addEventListener("click", (ev) => { if (ev.target === panel) panel.close(); });
      document.body.append(panel);
    }
    const close = element("button", { type: "button", class: "close" }, "Close");
    close.addEventListener("click", () => panel.close());
    const full = element("a", { href }, "As a page");
    const head = element("h2", {});
    head.append(...(title ? [...title.childNodes].map((n) => document.importNode(n, true)) : ["The words"]));
    panel.replaceChildren(close, head, document.importNode(words, true), element("p", { class: "meta" }, full));
    panel.setAttribute("aria-label", head.textContent);
    panel.showModal();
    panel.scrollTop = 0;
  });

  // Commands are copied by a button; where the browser does not allow it, they
  // are selected.
  document.addEventListener("click", async (e) => {
    const b = e.target.closest("[data-copy]");
    if (!b) return;
    try {
      await navigator.clipboard.writeText(b.dataset.copy);
      b.textContent = "Copied";
      setTimeout(() => { b.textContent = "Copy"; }, 1600);
    } catch { getSelection().selectAllChildren(b.previousElementSibling); }
  });

  // The matrix folds along the hierarchy of norms. The address keeps what is
  // shut. The arrow keys go from cell to cell.
  for (const table of $$("[data-matrix]")) {
    const rows = $$("tbody tr", table), all = $("[data-foldall]", table);
    const depth = (tr) => +tr.dataset.depth, folds = $$(".fold", table);
    const isShut = (b) => b.getAttribute("aria-expanded") === "false";
    const show = () => {
      let until = Infinity;
      for (const tr of rows) {
        tr.hidden = depth(tr) > until;
        const b = $(".fold", tr);
        if (!tr.hidden) until = b && isShut(b) ? depth(tr) : Infinity;
      }
      const shut = folds.filter(isShut), whole = folds.filter((b) => depth(b.closest("tr")) === 0).every(isShut);
      all.textContent = whole ? "Unfold all" : "Fold all";
      const now = new URLSearchParams(location.search);
      now.delete("shut");
      if (whole) now.append("shut", "*"); else shut.forEach((b) => now.append("shut", b.closest("tr").dataset.id));
      history.replaceState(null, "", location.pathname + (now.size ? "?" + now : ""));
    };
    const fold = (b, shut) => { b.setAttribute("aria-expanded", String(!shut)); b.textContent = shut ? "▸" : "▾"; };
    const press = (el, act) => {
      el.addEventListener("click", (e) => { if (e.ctrlKey || e.metaKey || e.shiftKey) return; e.preventDefault(); act(); show(); });
      el.addEventListener("keydown", (e) => { if (e.key === " ") { e.preventDefault(); act(); show(); } });
    };
    folds.forEach((b) => press(b, () => fold(b, !isShut(b))));
    if (all) press(all, () => { const shut = all.textContent === "Fold all"; folds.forEach((b) => { if (!shut || depth(b.closest("tr")) === 0) fold(b, shut); }); });
    table.addEventListener("keydown", (e) => {
      const from = e.target.closest("a.cell");
      if (!from || e.ctrlKey || e.metaKey || e.altKey) return;
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[e.key];
      if (!step) return;
      e.preventDefault();
      const seen = rows.filter((tr) => !tr.hidden), column = from.closest("td").cellIndex;
      let r = seen.indexOf(from.closest("tr")), c = column;
      for (r += step[0], c += step[1]; seen[r] && c > 0 && c < seen[r].cells.length; r += step[0], c += step[1]) {
        const to = $("a.cell", seen[r].cells[c]);
        if (to) { to.focus(); to.scrollIntoView({ block: "nearest", inline: "nearest" }); return; }
      }
    });
  }

  // Reader: words and edges point at each other.
  const reader = $("[data-reader]");
  if (reader) {
    const marks = $$(".ev", reader), items = $$("[data-span]", reader);
    const spansOf = (el) => el.dataset.spans.trim().split(" ");
    const light = (spans) => {
      marks.forEach((m) => m.classList.toggle("on", spansOf(m).some((s) => spans.includes(s))));
      items.forEach((li) => li.classList.toggle("on", spans.includes(li.dataset.span)));
    };
    const near = (el) => el.scrollIntoView({ block: "nearest" });
    marks.forEach((m) => {
      m.addEventListener("mouseenter", () => light(spansOf(m)));
      m.addEventListener("mouseleave", () => light([]));
      m.addEventListener("click", (e) => {
        if (e.ctrlKey || e.metaKey) return;
        e.preventDefault();
        const spans = spansOf(m);
        light(spans);
        const li = items.find((x) => spans.includes(x.dataset.span));
        if (li) { near(li); li.focus({ preventScroll: true }); history.replaceState(null, "", "#f" + li.dataset.span); }
      });
    });
    items.forEach((li) => {
      li.addEventListener("mouseenter", () => light([li.dataset.span]));
      li.addEventListener("mouseleave", () => light([]));
      const place = $(".place", li);
      place.addEventListener("click", (e) => {
        const mark = marks.find((m) => spansOf(m).includes(li.dataset.span));
        if (!mark || place.getAttribute("href")[0] !== "#") return;
        e.preventDefault();
        light([li.dataset.span]);
        mark.scrollIntoView({ block: "center" });
        mark.focus({ preventScroll: true });
        history.replaceState(null, "", place.getAttribute("href"));
      });
    });
    // A name, here or among the edges, shows all its places in the text.
    const names = $$(".mention", reader);
    const same = (id) => names.forEach((m) => m.classList.toggle("same", m.dataset.entity === id));
    const named = (el) => el.dataset.entity || decodeURIComponent((el.getAttribute("href") || "").replace(/^\/entity\//, ""));
    for (const el of [...names, ...$$(".edges .term", reader)]) {
      for (const on of ["mouseenter", "focus"]) el.addEventListener(on, () => same(named(el)));
      for (const off of ["mouseleave", "blur"]) el.addEventListener(off, () => same(null));
    }
    const kinds = $("[data-kinds]", reader);
    if (kinds) kinds.addEventListener("change", () => {
      const keep = new Set();
      items.forEach((li) => {
        const fits = !kinds.value || li.dataset.preds.trim().split(" ").includes(kinds.value);
        li.hidden = !fits;
        if (fits) keep.add(li.dataset.span);
      });
      marks.forEach((m) => m.classList.toggle("off", !spansOf(m).some((s) => keep.has(s))));
    });
    const here = decodeURIComponent(location.hash.slice(1));
    if (/^w\d+-\d+$/.test(here)) {
      const mark = marks.find((m) => spansOf(m).includes(here.slice(1)));
      if (mark) { light([here.slice(1)]); mark.scrollIntoView({ block: "center" }); const li = items.find((x) => x.dataset.span === here.slice(1)); if (li) near(li); }
    }
  }
})();
