(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const cells = data.cells;
  const details = document.getElementById("details");
  const source = document.getElementById("source");
  const places = cells.map(() => ({ marks: [], slots: [] }));
  let language = document.documentElement.lang === "en" ? "en" : "zh";
  let current = 0, chosen = null, lit = [];

  const numbersOf = (element) => element.dataset.c.split(" ").map(Number);
  for (const element of document.querySelectorAll("mark[data-c], td[data-c]")) {
    const numbers = numbersOf(element);
    for (const number of numbers) places[number][element.tagName === "MARK" ? "marks" : "slots"].push(element);
    if (element.tagName === "MARK") {
      const states = new Set(numbers.flatMap((number) => cells[number].s || []));
      for (const state of ["review", "broken"]) if (states.has(state)) element.classList.add(state);
    }
  }
  // The order in which j and k walk is that of the drawing, which is the order in which a person reads the form.
  const flagged = [];
  for (const element of document.querySelectorAll("td.review, td.missing")) {
    for (const number of numbersOf(element)) {
      if ((cells[number].s || []).some((state) => state === "review" || state === "missing")) flagged.push(number);
    }
  }
  const place = document.getElementById("place");
  place.textContent = `0 / ${flagged.length}`;
  for (const control of document.querySelectorAll(".walk, .only")) control.hidden = !flagged.length;

  const say = (pair) => pair[language === "en" ? 1 : 0];
  const make = (tag, text, kind) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };

  function unlight() { for (const element of lit) element.classList.remove("on"); lit = []; }
  function light(numbers) {
    unlight();
    for (const number of numbers.slice(0, 40)) {
      for (const element of [...places[number].marks, ...places[number].slots]) { element.classList.add("on"); lit.push(element); }
    }
  }
  function letGo() {
    for (const element of document.querySelectorAll(".chosen")) element.classList.remove("chosen");
    details.hidden = true;
    chosen = null;
  }
  function showForm(number, follow) {
    current = number;
    for (const form of document.querySelectorAll(".form")) form.hidden = Number(form.dataset.form) !== number;
    for (const tab of document.querySelectorAll(".tab")) tab.setAttribute("aria-selected", String(Number(tab.dataset.form) === number));
    for (const region of document.querySelectorAll(".region")) region.classList.toggle("current", region.dataset.region === String(number));
    if (follow) {
      document.getElementById("forms").scrollTop = 0;
      const region = document.querySelector(`.region[data-region="${number}"]`);
      if (region) source.scrollTop += region.getBoundingClientRect().top - source.getBoundingClientRect().top - 8;
    }
  }
  const bring = (element) => {
    const box = element.getBoundingClientRect();
    const pane = element.closest("#source, #forms").getBoundingClientRect();
    const floor = element.tagName === "MARK" || details.hidden ? pane.bottom : details.getBoundingClientRect().top;
    if (box.top < pane.top + 10 || box.bottom > floor - 10) element.scrollIntoView({ block: "center", inline: "nearest" });
  };

  function choose(numbers, from) {
    letGo();
    const number = numbers[0];
    chosen = numbers;
    if (cells[number].f !== current) showForm(cells[number].f, false);
    for (const element of [...places[number].marks, ...places[number].slots]) element.classList.add("chosen");
    describe(number, numbers);
    details.hidden = false;
    const other = from && from.tagName === "MARK" ? places[number].slots : places[number].marks;
    if (other.length) bring(other[0]);
    if (!from || from.tagName === "MARK") { if (places[number].slots.length) bring(places[number].slots[0]); }
    if (!from && places[number].marks.length) bring(places[number].marks[0]);
    if (from && from.tagName !== "MARK") bring(from);
    const at = flagged.indexOf(number);
    if (at >= 0) place.textContent = `${at + 1} / ${flagged.length}`;
  }

  function describe(number, numbers) {
    const cell = cells[number];
    const head = make("h3", say(cell.n));
    head.append(make("code", cell.p));
    for (const state of cell.s || []) head.append(make("span", say(data.states[state]), `badge ${state}`));
    const close = make("button", "×", "close");
    close.type = "button"; close.addEventListener("click", letGo);
    head.append(close);
    const list = make("dl");
    const tell = (zh, en, text) => { if (text !== undefined && text !== null && text !== "") list.append(make("dt", say([zh, en])), make("dd", text)); };
    tell("值", "value", cell.v === undefined ? "—" : cell.v);
    tell("原文", "as printed", cell.r);
    if (cell.o) tell("来历", "origin", say(data.origins[cell.o]) + say(["，可信度 ", ", confidence "]) + Math.round(cell.c * 100) + "%" + (cell.g ? say(["，第 ", ", page "]) + cell.g.join(", ") + say([" 页", ""]) : ""));
    for (const reason of cell.w || []) tell("待核原因", "why look", say(reason));
    if (cell.x) tell("依据", "proof", say(cell.x));
    tell("其他读法", "other readings", (cell.k || []).join("　"));
    for (const number of cell.m || []) {
      const [zh, en, severity] = data.messages[number];
      tell("勾稽", "finding", say([zh, en]));
      list.lastChild.className = severity;
    }
    if (!cell.m) tell("不符的勾稽", "laws broken", (cell.b || []).map((law) => say(data.laws[law])).join(say(["；", "; "])));
    tell("相符的勾稽", "laws that hold", (cell.h || []).map((law) => say(data.laws[law])).join(say(["；", "; "])));
    details.replaceChildren(head, list);
    if (numbers.length > 1) {
      const others = make("p", undefined, "others");
      for (const one of numbers.slice(0, 24)) {
        if (one === number) continue;
        const button = make("button", say(cells[one].n));
        button.type = "button"; button.dataset.go = String(one);
        others.append(button);
      }
      details.append(others);
    }
  }

  function walk(step) {
    if (!flagged.length) return;
    const at = chosen ? flagged.indexOf(chosen[0]) : -1;
    let next;
    if (at >= 0) next = (at + step + flagged.length) % flagged.length;
    else {
      next = flagged.findIndex((number) => cells[number].f >= current);
      if (next < 0) next = 0;
    }
    choose([flagged[next]], null);
  }

  function speak(wanted) {
    language = wanted;
    document.documentElement.lang = wanted === "en" ? "en" : "zh-CN";
    for (const element of document.querySelectorAll("[data-en]")) element.textContent = element.dataset[wanted];
    document.getElementById("language").textContent = wanted === "en" ? "中文" : "EN";
    hint();
    if (chosen) describe(chosen[0], chosen);
  }
  // Why a cell needs a look, or how it was proved, shows while the pointer rests on it.
  function hint() {
    for (const element of document.querySelectorAll("td.review, td.missing, td.repaired, td.inferred")) {
      const told = numbersOf(element).map((number) => cells[number]).flatMap((cell) => [...(cell.w || []), ...(cell.x ? [cell.x] : [])]);
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
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox])")) return;
    if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1);
    else if (event.key === "Escape") letGo();
    else if (/^[1-9]$/.test(event.key) && document.querySelector(`.form[data-form="${event.key - 1}"]`)) showForm(event.key - 1, true);
    else return;
    event.preventDefault();
  });
  document.getElementById("next").addEventListener("click", () => walk(1));
  document.getElementById("previous").addEventListener("click", () => walk(-1));
  document.getElementById("only").addEventListener("change", (event) => document.body.classList.toggle("filtered", event.target.checked));
  document.getElementById("language").addEventListener("click", () => speak(language === "en" ? "zh" : "en"));
  if (language === "en") speak("en"); else hint();
  showForm(0, false);
})();
