"use strict";
/* The panel of the desk: what is known of the chosen cell, and what can be done with it. Every text of the document
   goes in as text, never as markup. */
window.jixiaoPanel = (sheet, desk) => {
  const { data, say, make, state } = sheet;
  const panel = document.getElementById("details");
  const RULINGS = desk.about.rulings;
  const STATE_ORDER = ["edited", "missing", "review", "broken", "questioned", "involved", "repaired", "inferred", "stitched", "reviewed"];
  const button = (key, zh, en, act, kind) => {
    const made = make("button", say([zh, en]), kind);
    made.type = "button";
    made.dataset.key = key;
    made.setAttribute("aria-keyshortcuts", /^[A-Z]$/.test(key) ? `Shift+${key}` : key.replace("Esc", "Escape").replace("Ctrl", "Control"));
    made.append(" ", hint(key));
    made.addEventListener("click", act);
    return made;
  };
  // The letter on a button is told by aria-keyshortcuts; as a part of its name it would only be noise.
  function hint(key) {
    const made = make("kbd", key);
    made.setAttribute("aria-hidden", "true");
    return made;
  }
  const shownValue = (value) => (value === undefined || value === null || value === "" ? say(["（空）", "(empty)"]) : value);

  function describe(numbers) {
    const number = numbers[0], cell = data.cells[number];
    const head = make("h2", say(cell.n));
    for (const name of STATE_ORDER) if ((cell.s || []).includes(name)) head.append(make("span", say(data.states[name]), `badge ${name}`));
    head.append(make("code", cell.q || cell.p));
    const value = make("p", undefined, "value");
    value.append(make("strong", shownValue(cell.v), cell.v === undefined ? "final none" : "final"));
    if (cell.r) value.append(make("span", say(["原文 ", "as printed "]), "raw"), make("q", cell.r));
    const crop = sheet.cropOf(cell);
    if (crop) value.append(crop);
    if (cell.d) value.append(decided(cell.d));
    const main = make("div", undefined, "deciding"), more = make("div", undefined, "knowing");
    main.append(head, value);
    if (cell.a) main.append(disputed(cell.a));
    else if (cell.k) main.append(candidates(cell.k));
    main.append(actions(cell));
    if (numbers.length > 1) main.append(sheet.others(numbers));
    const list = make("dl", undefined, "about");
    for (const reason of cell.w || []) sheet.tell(list, "待核原因", "why look", say(reason), "why");
    if (cell.x) sheet.tell(list, "依据", "proof", say(cell.x));
    if (cell.o) sheet.tell(list, "来历", "origin", `${say(data.origins[cell.o])}${say(["，可信度 ", ", confidence "])}${Math.round(cell.c * 100)}%`);
    for (const message of cell.m || []) sheet.tell(list, "勾稽", "law", say(data.messages[message]), data.messages[message][2]);
    const story = make("div", undefined, "story");
    story.setAttribute("aria-busy", "true");
    more.append(list, story);
    const held = panel.contains(document.activeElement) ? document.activeElement.dataset.key || "" : null;
    panel.replaceChildren(main, more);
    panel.scrollTop = 0;
    // What scrolls by itself must be within reach of the keyboard.
    for (const part of panel.querySelectorAll(".final, q")) if (part.scrollHeight > part.clientHeight + 1) part.tabIndex = 0;
    if (held !== null) (panel.querySelector(`[data-key="${held}"]`) || sheet.places[number].slots[0] || panel).focus({ preventScroll: true });
    desk.story(number).then((told) => { if (state.chosen && state.chosen[0] === number && told) tellStory(story, told, cell); });
  }
  // What is said aloud of a cell that was just chosen: its name, its value, why it is here, who decided it.
  function spokenOf(number) {
    const cell = data.cells[number];
    const why = (cell.w || []).map(say).concat((cell.w || []).length ? [] : (cell.m || []).map((message) => say(data.messages[message])));
    const others = (cell.a || cell.k || []).length;
    return [
      `${say(cell.n)}${say(["：", ": "])}${shownValue(cell.v)}`,
      ...why,
      ...(others ? [say([`${others} 个候选`, others === 1 ? "1 candidate" : `${others} candidates`])] : []),
      ...(cell.d ? [`${say(RULINGS[cell.d.r])} ${cell.d.b}`] : []),
    ].join(say(["；", "; "]));
  }
  function decided(decision) {
    const line = make("span", undefined, "decided");
    line.append(make("b", say(RULINGS[decision.r])), ` ${decision.b} · ${decision.t.slice(0, 16).replace("T", " ")}`);
    if (decision.s !== undefined && decision.s !== null && decision.r === "correct") line.append(say(["，原为 ", ", was "]), make("s", decision.s));
    if (decision.c) line.append(` · ${decision.c}`);
    return line;
  }
  function candidates(found) {
    const list = make("ol", undefined, "candidates");
    list.setAttribute("aria-label", say(["其他读法", "other readings"]));
    found.slice(0, 9).forEach(([text, by], at) => {
      const item = make("li"), take = make("button");
      take.type = "button";
      take.append(hint(String(at + 1)), " ", make("b", text));
      if (by) take.append(make("small", say(by)));
      take.addEventListener("click", () => desk.take(at));
      item.append(take);
      list.append(item);
    });
    return list;
  }
  function disputed(answers) {
    const list = make("ol", undefined, "candidates disputed");
    list.setAttribute("aria-label", say(["两人的答案", "both answers"]));
    answers.forEach(([who, ruling, value, comment], at) => {
      const item = make("li"), take = make("button");
      take.type = "button";
      take.append(hint(String(at + 1)), " ", make("b", ["accept", "correct"].includes(ruling) ? shownValue(value) : say(RULINGS[ruling])));
      take.append(make("small", `${who} · ${say(RULINGS[ruling])}${comment ? " · " + comment : ""}`));
      take.addEventListener("click", () => desk.take(at));
      item.append(take);
      list.append(item);
    });
    return list;
  }
  function actions(cell) {
    const row = make("div", undefined, "actions"), rulings = make("p"), others = make("p");
    const inRow = /\[/.test(cell.p) && !desk.about.settling, alike = desk.about.settling ? 0 : desk.alike().length;
    rulings.append(button("a", "认可", "Accept", desk.accept, "main"));
    if (inRow) rulings.append(button("A", "认可本行", "Accept row", desk.acceptRow));
    if (alike > 1) rulings.append(button("R", `认可同因 ${alike} 格`, `Accept ${alike} alike`, desk.acceptAlike));
    rulings.append(
      button("e", "改正", "Correct", desk.edit),
      button("x", "无法辨认", "Unreadable", () => desk.rule("unreadable")),
      button("n", "无此项", "Not in form", () => desk.rule("absent")),
    );
    others.append(button("c", "备注", "Comment", desk.remark));
    if (inRow) others.append(button("o", "增行", "Add row", desk.addRow), button("d", "删行", "Delete row", desk.deleteRow));
    others.append(button("u", "撤销", "Undo", desk.undo));
    row.append(rulings, others);
    return row;
  }
  function tellStory(story, told, cell) {
    story.removeAttribute("aria-busy");
    story.replaceChildren();
    const order = { broken: 0, holds: 1, not_testable: 2 };
    // What the findings of the page say already is not said twice.
    const said = new Set((cell.m || []).map((message) => data.messages[message][0]));
    const laws = told.laws.filter((law) => !said.has(law.message[0])).sort((one, other) => order[one.verdict] - order[other.verdict]);
    if (laws.length) {
      const list = make("ul", undefined, "laws");
      list.setAttribute("aria-label", say(["有关的勾稽", "laws of this cell"]));
      for (const law of laws) {
        const item = make("li", undefined, law.verdict === "broken" ? `broken ${law.severity}` : law.verdict);
        item.append(make("b", { broken: "≠", holds: "=", not_testable: "…" }[law.verdict]), " ", make("span", say(law.law), "title"));
        if (law.verdict !== "not_testable" && say(law.message) !== say(law.law)) item.append(make("span", say(law.message), "sum"));
        list.append(item);
      }
      story.append(list);
    }
    if (told.history.length) {
      const list = make("ol", undefined, "past");
      list.setAttribute("aria-label", say(["此格历史", "history of this cell"]));
      for (const entry of told.history.slice(0, 6)) {
        const what = entry.ruling ? (entry.undoes ? say(["撤销 → ", "undo → "]) : "") + say(RULINGS[entry.ruling]) : say(["备注", "comment"]);
        const item = make("li", `${entry.at.slice(5, 16).replace("T", " ")} ${entry.reviewer} ${what}`);
        if (entry.ruling === "correct") item.append(" ", make("b", shownValue(entry.value)));
        if (entry.comment) item.append(" “" + entry.comment + "”");
        list.append(item);
      }
      story.append(list);
    }
  }
  // A line to write a value or a remark into; `typing` is told of every change, `save` of the finished text.
  function ask(label, text, long, typing, save, choices = []) {
    panel.querySelector(".asking")?.remove();
    const form = make("form", undefined, "asking"), field = make(choices.length ? "select" : long ? "textarea" : "input");
    for (const [code, ...words] of choices) field.append(new Option(say(words), code, false, code === text));
    if (choices.length) long = false;
    else if (!long) { field.type = "text"; field.autocomplete = "off"; } else field.rows = Math.min(10, 2 + Math.ceil(text.length / 40));
    field.value = text;
    field.id = "asked";
    field.maxLength = 20000;
    field.spellcheck = false;
    const name = make("label", label);
    name.htmlFor = "asked";
    const back = () => (sheet.places[state.chosen[0]].slots[0] || panel).focus({ preventScroll: true });
    const done = button(long ? "Ctrl+Enter" : "Enter", "保存", "Save", (event) => { event.preventDefault(); finish(); }, "main");
    const leave = button("Esc", "放弃", "Give up", close);
    const said = make("div", undefined, "trial");
    said.setAttribute("role", "status");
    form.append(name, field, done, leave, said);
    panel.querySelector(".actions").before(form);
    const finish = () => { form.remove(); back(); save(field.value); };
    function close() { form.remove(); back(); }
    form.addEventListener("submit", (event) => { event.preventDefault(); finish(); });
    form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") { event.preventDefault(); close(); }
      if (event.key === "Enter" && (!long || event.ctrlKey || event.metaKey) && event.target === field) { event.preventDefault(); finish(); }
    });
    if (typing) field.addEventListener("input", () => typing(field.value, said));
    field.focus();
    if (!choices.length) field.select();
  }
  // The laws that a decision turns, a line each; returns the lines.
  function tellTurned(box, turned) {
    box.replaceChildren();
    for (const [kind, sign, words] of [["mended", "✓", ["补正：", "mends: "]], ["broken", "≠", ["打破：", "breaks: "]], ["untestable", "…", ["无法再验：", "no longer testable: "]]]) {
      for (const law of turned[kind]) box.append(make("p", `${sign} ${say(words)}${say(law.message)}`, kind));
    }
    if (!box.childNodes.length) box.append(make("p", say(["勾稽无变化。", "No law turns."]), "nothing"));
    return [...box.childNodes].map((line) => line.textContent);
  }
  return { describe, spokenOf, ask, tellTurned, RULINGS };
};
