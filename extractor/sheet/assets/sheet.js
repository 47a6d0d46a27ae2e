"use strict";
/* The source and the form of a document, linked both ways: shared by the comparison page and the review desk.
   `options.describe(numbers)` writes what is known of the chosen cell into #details; `options.chosen(numbers)` and
   `options.walkable()` let a page add to choosing and say which cells j and k walk. */
window.jixiaoSheet = (options = {}) => {
  const data = options.data || JSON.parse(document.getElementById("data").textContent);
  const details = document.getElementById("details");
  const source = document.getElementById("source");
  const forms = document.getElementById("forms");
  const places = data.cells.map(() => ({ marks: [], slots: [] }));
  const state = { language: document.documentElement.lang === "en" ? "en" : "zh", form: 0, chosen: null };
  let lit = [];

  const numbersOf = (element) => element.dataset.c.split(" ").map(Number);
  const isMark = (element) => element.tagName === "MARK" || element.tagName === "rect";
  const say = (pair) => pair[state.language === "en" ? 1 : 0];
  const make = (tag, text, kind) => {
    const element = document.createElement(tag);
    if (text !== undefined && text !== null) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };

  drawBoxes();
  for (const element of document.querySelectorAll("mark[data-c], rect[data-c], td[data-c]")) {
    for (const number of numbersOf(element)) places[number][isMark(element) ? "marks" : "slots"].push(element);
    if (isMark(element)) colour(element);
    else element.tabIndex = -1;
  }
  function colour(mark) {
    const states = new Set(numbersOf(mark).flatMap((number) => data.cells[number].s || []));
    for (const name of ["review", "broken"]) mark.classList.toggle(name, states.has(name));
  }
  // The boxes of the evidence over the images of the pages, in the pixels of the image.
  function drawBoxes() {
    const drawings = new Map([...document.querySelectorAll("svg[data-page]")].map((svg) => [Number(svg.dataset.page), svg]));
    if (!drawings.size) return;
    data.cells.forEach((cell, number) => {
      for (const [page, x0, y0, x1, y1] of cell.z || []) {
        const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        for (const [name, value] of Object.entries({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 })) box.setAttribute(name, value);
        box.dataset.c = String(number);
        drawings.get(page)?.append(box);
      }
    });
    for (const svg of drawings.values()) {
      const image = svg.parentElement.querySelector("img");
      const fit = () => svg.setAttribute("viewBox", `0 0 ${image.naturalWidth || 1} ${image.naturalHeight || 1}`);
      if (image.complete) fit(); else image.addEventListener("load", fit);
    }
  }

  // The order in which j and k walk is that of the drawing, which is the order in which a person reads the form.
  const flagged = [];
  for (const element of document.querySelectorAll("td.review, td.missing")) {
    for (const number of numbersOf(element)) {
      if ((data.cells[number].s || []).some((name) => name === "review" || name === "missing")) flagged.push(number);
    }
  }
  const walkable = options.walkable || (() => flagged);
  const place = document.getElementById("place");
  function count() {
    const walked = walkable(), at = state.chosen ? walked.indexOf(state.chosen[0]) : -1;
    if (place) place.textContent = `${at + 1} / ${walked.length}`;
    for (const control of document.querySelectorAll(".walk, .only")) control.hidden = !walked.length;
  }

  function unlight() { for (const element of lit) element.classList.remove("on"); lit = []; }
  function light(numbers) {
    unlight();
    for (const number of numbers) {
      for (const element of [...places[number].marks, ...places[number].slots]) { element.classList.add("on"); lit.push(element); }
    }
  }
  function letGo() {
    if (details.contains(document.activeElement)) places[state.chosen?.[0]]?.slots[0]?.focus({ preventScroll: true });
    for (const element of document.querySelectorAll(".chosen")) element.classList.remove("chosen");
    details.hidden = true;
    state.chosen = null;
  }
  function showForm(number, follow) {
    state.form = number;
    for (const form of document.querySelectorAll(".form")) form.hidden = Number(form.dataset.form) !== number;
    for (const tab of document.querySelectorAll(".tab")) tab.setAttribute("aria-current", String(Number(tab.dataset.form) === number));
    for (const region of document.querySelectorAll(".region")) region.classList.toggle("current", region.dataset.region === String(number));
    const entry = document.querySelector(`.form[data-form="${number}"] td[data-c]`);
    if (entry) entry.tabIndex = 0;
    if (follow) {
      forms.scrollTop = 0;
      const region = document.querySelector(`.region[data-region="${number}"]`);
      if (region) source.scrollTop += region.getBoundingClientRect().top - source.getBoundingClientRect().top - 8;
    }
  }
  const shown = (element) => element.getClientRects().length > 0;
  const bring = (element) => {
    const box = element.getBoundingClientRect();
    const pane = element.closest("#source, #forms").getBoundingClientRect();
    const inside = !isMark(element) && !details.hidden && forms.contains(details);
    const floor = inside ? details.getBoundingClientRect().top : pane.bottom;
    if (box.top < pane.top + 10 || box.bottom > floor - 10) element.scrollIntoView({ block: "center", inline: "nearest" });
  };

  function choose(numbers, from) {
    for (const element of document.querySelectorAll(".chosen")) element.classList.remove("chosen");
    for (const element of document.querySelectorAll('td[tabindex="0"]')) element.tabIndex = -1;
    const number = numbers[0];
    state.chosen = numbers;
    if (data.cells[number].f !== state.form) showForm(data.cells[number].f, false);
    const { marks, slots } = places[number];
    for (const element of [...marks, ...slots]) element.classList.add("chosen");
    details.hidden = false;
    (options.describe || describe)(numbers);
    const look = () => {
      if (state.chosen !== numbers) return;
      const mark = marks.find(shown);
      if (mark && !(from && isMark(from))) bring(mark);
      if (slots.length) bring(from && !isMark(from) ? from : slots[0]);
    };
    look();
    // Chunks of the source get their true height when they come near the view: where they moved it, look again.
    requestAnimationFrame(() => requestAnimationFrame(look));
    if (slots.length) {
      slots[0].tabIndex = 0;
      slots[0].focus({ preventScroll: true });
    } else if (details.tabIndex === -1 && details.hasAttribute("tabindex")) details.focus({ preventScroll: true });
    count();
    if (options.chosen) options.chosen(numbers);
  }

  function describe(numbers) {
    const number = numbers[0], cell = data.cells[number];
    const head = make("h3", say(cell.n));
    head.append(make("code", cell.p));
    for (const name of cell.s || []) head.append(make("span", say(data.states[name]), `badge ${name}`));
    const close = make("button", "×", "close");
    close.type = "button"; close.addEventListener("click", letGo);
    close.setAttribute("aria-label", say(["关闭", "close"]));
    head.append(close);
    const list = make("dl");
    tell(list, "值", "value", cell.v === undefined ? "—" : cell.v);
    const crop = cropOf(cell);
    if (crop) list.lastElementChild.append(" ", crop);
    tellOf(list, cell);
    details.replaceChildren(head, list);
    if (numbers.length > 1) details.append(others(numbers));
  }
  // The piece of the page image that the value was read from.
  function cropOf(cell) {
    const [page, x0, y0, x1, y1] = (cell.z || [])[0] || [];
    const whole = page === undefined ? null : document.querySelector(`svg[data-page="${page}"]`)?.parentElement.querySelector("img");
    if (!whole) return null;
    const space = "http://www.w3.org/2000/svg", pad = (y1 - y0) * 0.12;
    const svg = document.createElementNS(space, "svg"), image = document.createElementNS(space, "image");
    svg.setAttribute("viewBox", `${x0 - pad} ${y0 - pad} ${x1 - x0 + 2 * pad} ${y1 - y0 + 2 * pad}`);
    svg.setAttribute("class", "crop");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", say(["原图局部", "piece of the page image"]));
    image.setAttribute("href", whole.getAttribute("src"));
    svg.append(image);
    return svg;
  }
  function tell(list, zh, en, text, kind) {
    if (text === undefined || text === null || text === "") return;
    list.append(make("dt", say([zh, en])), make("dd", text, kind));
  }
  function tellOf(list, cell) {
    tell(list, "原文", "as printed", cell.r);
    if (cell.o) tell(list, "来历", "origin", origin(cell));
    for (const reason of cell.w || []) tell(list, "待核原因", "why look", say(reason));
    if (cell.x) tell(list, "依据", "proof", say(cell.x));
    tell(list, "其他读法", "other readings", (cell.k || []).map(([text, by]) => text + (by ? say(["（", " ("]) + say(by) + say(["）", ")"]) : "")).join("　"));
    for (const number of cell.m || []) {
      const [zh, en, severity] = data.messages[number];
      tell(list, "勾稽", "finding", say([zh, en]), severity);
    }
    if (!cell.m) tell(list, "不符的勾稽", "laws broken", titles(cell.b));
    tell(list, "相符的勾稽", "laws that hold", titles(cell.h));
    if (cell.d) tell(list, "复核", "review", `${cell.d.b} ${cell.d.t.slice(0, 16).replace("T", " ")}${cell.d.c ? " · " + cell.d.c : ""}`);
  }
  const titles = (laws) => (laws || []).map((law) => say(data.laws[law] || [law, law])).join(say(["；", "; "]));
  const origin = (cell) => say(data.origins[cell.o]) + say(["，可信度 ", ", confidence "]) + Math.round(cell.c * 100) + "%"
    + (cell.g ? say(["，第 ", ", page "]) + cell.g.join(", ") + say([" 页", ""]) : "");
  function others(numbers) {
    const list = make("p", undefined, "others");
    for (const one of numbers.slice(1, 24)) {
      const button = make("button", say(data.cells[one].n));
      button.type = "button"; button.dataset.go = String(one);
      list.append(button);
    }
    return list;
  }

  function walk(step) {
    const walked = walkable();
    if (!walked.length) return false;
    const at = state.chosen ? walked.indexOf(state.chosen[0]) : -1;
    let next;
    if (at >= 0) next = (at + step + walked.length) % walked.length;
    else {
      const after = state.chosen ? order.indexOf(state.chosen[0]) : -1;
      next = walked.findIndex((number) => data.cells[number].f > state.form || (data.cells[number].f === state.form && order.indexOf(number) > after));
      if (step < 0 && state.chosen) next = (next < 0 ? walked.length : next || walked.length) - 1;
      else if (next < 0) next = 0;
    }
    choose([walked[next]], null);
    return true;
  }
  const order = [...document.querySelectorAll("td[data-c]")].flatMap(numbersOf);
  // Arrow keys: the next cell to the left or right as drawn, or the nearest one above or below.
  function step(key) {
    const here = state.chosen && places[state.chosen[0]].slots[0];
    const all = [...document.querySelectorAll(`.form[data-form="${state.form}"] td[data-c]`)].filter(shown);
    if (!here) { if (all.length) choose(numbersOf(all[0]), null); return; }
    const at = all.indexOf(here), box = here.getBoundingClientRect(), middle = (box.left + box.right) / 2;
    let next = null;
    if (key === "ArrowLeft" || key === "ArrowRight") next = all[at + (key === "ArrowRight" ? 1 : -1)];
    else {
      const down = key === "ArrowDown";
      let best = Infinity;
      for (const other of all) {
        const there = other.getBoundingClientRect();
        const away = down ? there.top - box.bottom : box.top - there.bottom;
        if (away < -2) continue;
        const aside = middle < there.left ? there.left - middle : middle > there.right ? middle - there.right : 0;
        if (away * 4 + aside < best) { best = away * 4 + aside; next = other; }
      }
    }
    if (next) choose(numbersOf(next), null);
  }

  function speak(wanted) {
    state.language = wanted;
    document.documentElement.lang = wanted === "en" ? "en" : "zh-CN";
    for (const element of document.querySelectorAll("[data-en]")) element.textContent = element.dataset[wanted];
    const button = document.getElementById("language");
    if (button) button.textContent = wanted === "en" ? "中文" : "EN";
    hint();
    if (state.chosen) (options.describe || describe)(state.chosen);
  }
  // Why a cell needs a look, or how it was proved, shows while the pointer rests on it.
  function hint() {
    for (const element of document.querySelectorAll("td.review, td.missing, td.repaired, td.inferred")) {
      const told = numbersOf(element).map((number) => data.cells[number]).flatMap((cell) => [...(cell.w || []), ...(cell.x ? [cell.x] : [])]);
      element.title = [...new Set(told.map(say))].join("\n");
    }
  }

  document.addEventListener("mouseover", (event) => {
    const element = event.target.closest("[data-c]");
    if (element) light(numbersOf(element)); else unlight();
  });
  document.addEventListener("click", (event) => {
    const go = event.target.closest("[data-go]");
    if (go) return choose([Number(go.dataset.go)], null);
    const tab = event.target.closest(".tab");
    if (tab) return showForm(Number(tab.dataset.form), true);
    const element = event.target.closest("[data-c]");
    if (element && getSelection().isCollapsed) choose(numbersOf(element), element);
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
    const key = event.key, form = key === "[" ? state.form - 1 : key === "]" ? state.form + 1 : options.digits === false ? -1 : Number(key) - 1;
    if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
    else if (key.startsWith("Arrow") && !event.target.closest("#source")) step(key);
    else if ((key === "Enter" || key === " ") && event.target.matches("td[data-c]")) choose(numbersOf(event.target), event.target);
    else if (key === "Escape") letGo();
    else if (form >= 0 && document.querySelector(`.form[data-form="${form}"]`)) showForm(form, true);
    else return;
    event.preventDefault();
  });
  document.getElementById("next")?.addEventListener("click", () => walk(1));
  document.getElementById("previous")?.addEventListener("click", () => walk(-1));
  document.getElementById("only")?.addEventListener("change", (event) => document.body.classList.toggle("filtered", event.target.checked));
  for (const tab of document.querySelectorAll("[data-pane]")) {
    tab.addEventListener("click", () => {
      source.dataset.shows = tab.dataset.pane;
      for (const other of document.querySelectorAll("[data-pane]")) other.setAttribute("aria-pressed", String(other === tab));
      if (state.chosen) places[state.chosen[0]].marks.filter(shown).slice(0, 1).forEach(bring);
    });
  }
  if (!options.served) document.getElementById("language")?.addEventListener("click", () => speak(state.language === "en" ? "zh" : "en"));
  if (state.language === "en" && !options.served) speak("en"); else hint();
  count();
  showForm(0, false);
  return { data, state, places, order, say, make, tell, tellOf, cropOf, others, titles, light, bring, choose, walk, letGo, showForm, hint, colour, count, numbersOf };
};
