"use strict";
/* The desk: decisions by keyboard or mouse, each acknowledged by the server before the page shows it. */
document.addEventListener("DOMContentLoaded", () => {
  const data = JSON.parse(document.getElementById("data").textContent), about = data.desk;
  const says = document.getElementById("says"), spoken = document.getElementById("spoken");
  const stories = new Map();
  const open = (number) => {
    const cell = data.cells[number];
    return about.settling ? Boolean(cell.a) : !cell.d;
  };
  let sheet, panel, busy = false, sure = null, waiting = null, lines = [];

  const actions = {
    about, story, take, accept, edit, rule, remark, acceptRow, acceptAlike, alike, addRow, deleteRow, undo,
  };
  sheet = window.jixiaoSheet({
    served: true,
    data,
    digits: false,
    walkable: () => about.walk.filter(open),
    describe: (numbers) => panel.describe(numbers),
    chosen: (numbers) => {
      sure = null;
      document.getElementById("done").hidden = true;
      speak(panel.spokenOf(numbers[0]));
    },
  });
  panel = window.jixiaoPanel(sheet, actions);
  const { state, say, make } = sheet;
  const here = () => (state.chosen ? state.chosen[0] : null);
  const placeOf = (number) => ({ form: data.cells[number].f, path: data.cells[number].q || data.cells[number].p });
  const seen = (number) => data.cells[number].t || 0;
  const fresh = () => crypto.randomUUID?.() || [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  async function send(address, body) {
    const answer = await fetch(`/api/documents/${about.document}/${address}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-csrf-token": about.csrf },
      body: JSON.stringify(body),
    });
    const told = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(told.kind), { told });
    return told;
  }
  // A request that got no answer is sent again with the same name: the server writes it once.
  async function insist(address, body) {
    for (let attempt = 0; ; attempt += 1) {
      try { return await send(address, body); } catch (error) {
        if (error.told || attempt === 3) throw error;
        await new Promise((resolve) => setTimeout(resolve, 400 * 2 ** attempt));
      }
    }
  }
  // What happens at once is said in one go: the decision, then the cell that was chosen after it.
  function speak(...said) {
    if (!lines.length) {
      setTimeout(() => {
        spoken.replaceChildren(...lines.map((line) => make("p", line)));
        lines = [];
      });
    }
    lines.push(...said);
  }
  function tell(text, kind = "", turned = null) {
    const box = make("div", undefined, `said ${kind}`);
    box.append(make("p", text));
    speak(text, ...(turned ? panel.tellTurned(box.appendChild(make("div")), turned) : []));
    says.replaceChildren(box);
    clearTimeout(waiting);
    waiting = setTimeout(() => says.replaceChildren(), { fault: 15000, breaks: 9000, mends: 6000 }[kind] || 2000);
  }
  async function story(number) {
    if (!stories.has(number)) {
      const { form, path } = placeOf(number);
      const address = new URLSearchParams({ form, path, ...(about.settling ? { settling: "true" } : {}) });
      stories.set(number, fetch(`/api/documents/${about.document}/cell?${address}`).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null));
    }
    return stories.get(number);
  }

  async function decide(body, address = "decisions") {
    if (busy) return;
    working(true);
    try {
      const shownAs = address === "decisions" ? { stamp: about.stamp } : {};
      const told = await insist(address, { request: fresh(), ...shownAs, ...body });
      shown(told, address === "undo");
    } catch (error) {
      refused(error);
    } finally {
      working(false);
    }
  }
  // Until the server has answered no key does anything: the answer may change the panel.
  function working(now) {
    busy = now;
    document.body.classList.toggle("busy", now);
  }
  function refused(error) {
    if (!error.told) return tell(say(["服务器没有应答，决定未保存；请检查服务后重试。", "The server does not answer; the decision was not saved."]), "fault");
    const { current } = error.told;
    let text = say([error.told.zh, error.told.en]);
    if (current) {
      const value = ["accept", "correct"].includes(current.ruling) ? `“${current.value ?? ""}”` : say(panel.RULINGS[current.ruling] || ["", ""]);
      text += say([` ${current.reviewer} 已定为 `, ` ${current.reviewer} decided `]) + value + say(["；页面已更新。", "; the page shows it now."]);
      return load(here() === null ? null : placeOf(here()), text, "fault");
    }
    if (error.told.kind === "replaced") return load(here() === null ? null : placeOf(here()), text, "fault");
    tell(text, "fault");
  }
  // The page anew, at a place; what there is to tell is told there.
  const TOLD = "jixiao-told";
  function load(place, text, kind = "") {
    try { if (text) sessionStorage.setItem(TOLD, JSON.stringify([text, kind])); } catch { /* told nowhere, then */ }
    location.replace(addressOf(place));
  }
  function addressOf(place) {
    const address = new URL(location.href);
    if (place) { address.searchParams.set("form", place.form); address.searchParams.set("cell", place.path); }
    return address;
  }
  function tellWaiting() {
    try {
      const told = sessionStorage.getItem(TOLD);
      sessionStorage.removeItem(TOLD);
      if (told) tell(...JSON.parse(told));
    } catch { /* no storage, nothing waiting */ }
  }
  const SAVED = ["已保存。", "Saved."], UNDONE = ["已撤销上一个决定。", "The latest decision was taken back."];
  // What the server says has changed: facts of cells, findings, counts. Rows that came or went need the page anew.
  function shown(told, back) {
    if (told.redraw) return load(told.at ? { form: told.at[0], path: told.at[1] } : null, say(back ? UNDONE : SAVED));
    data.messages = told.messages;
    stories.clear();
    for (const [number, cell] of Object.entries(told.cells)) {
      const was = data.cells[number].v;
      data.cells[number] = cell;
      redraw(Number(number), was !== cell.v);
    }
    for (const [form, html] of Object.entries(told.findings)) document.getElementById(`findings-${form}`).innerHTML = html;
    const meter = document.getElementById("meter");
    if (meter) {
      meter.value = told.count.queued - told.count.open;
      document.getElementById("count").textContent = `${told.count.queued - told.count.open} / ${told.count.queued}`;
    }
    const { mended, broken } = told.effects;
    if (mended.length || broken.length) tell(say(back ? UNDONE : SAVED), broken.length ? "breaks" : "mends", told.effects);
    else tell(say(back ? UNDONE : SAVED));
    if (back) {
      const number = data.cells.findIndex((cell) => told.at && cell.f === told.at[0] && (cell.q || cell.p) === told.at[1]);
      if (number >= 0) sheet.choose([number], null);
    } else onward();
    offer();
  }
  const CODED = /^funds\[.*\.(stage|source)$|^form_type$/;
  const KINDS = ["edited", "missing", "review", "broken", "questioned", "involved", "repaired", "inferred", "stitched", "reviewed"];
  async function write(slot, number) {
    const { v: value } = data.cells[number];
    slot.textContent = value === undefined ? "" : value.length <= 160 ? value : ((await story(number))?.value ?? value);
  }
  function redraw(number, changed) {
    const cell = data.cells[number];
    for (const slot of sheet.places[number].slots) {
      const numbers = sheet.numbersOf(slot), states = new Set(cell.s || []);
      for (const other of numbers.slice(1)) for (const name of data.cells[other].s || []) if (["review", "missing", "broken"].includes(name)) states.add(name);
      if (numbers[0] === number) {
        for (const name of KINDS) slot.classList.toggle(name, states.has(name));
        if (changed && !slot.classList.contains("year") && !CODED.test(cell.p)) write(slot, number);
      }
    }
    for (const mark of sheet.places[number].marks) sheet.colour(mark);
  }
  function onward() {
    const left = about.walk.filter(open);
    const now = here();
    if (!left.length) { finished(); return; }
    if (now === null || open(now)) { if (now !== null) panel.describe([now]); return; }
    const at = about.walk.indexOf(now);
    if (at < 0) { panel.describe([now]); sheet.count(); return; }
    sheet.choose([about.walk.slice(at + 1).find(open) ?? left[0]], null);
  }
  function finished() {
    if (here() !== null) panel.describe(state.chosen);
    sheet.count();
    document.getElementById("done").hidden = false;
  }
  // What the laws now force elsewhere is offered: it becomes a candidate of that cell, never its value by itself.
  async function offer() {
    const form = here() === null ? state.form : data.cells[here()].f;
    const address = new URLSearchParams({ form, ...(about.settling ? { settling: "true" } : {}) });
    const answer = await fetch(`/api/documents/${about.document}/forced?${address}`).catch(() => null);
    if (!answer || !answer.ok) return;
    for (const found of await answer.json()) {
      const cell = found.number === null ? null : data.cells[found.number];
      if (!cell || cell.d || (cell.k || []).some(([text]) => text === found.value)) continue;
      cell.k = [[found.value, [`勾稽推定：${found.proof[0]}`, `forced by laws: ${found.proof[1]}`]], ...(cell.k || [])];
      for (const slot of sheet.places[found.number].slots) slot.classList.add("offered");
      if (here() === found.number && !document.querySelector(".asking")) panel.describe(state.chosen);
    }
  }

  function rule(ruling, more = {}) {
    const number = here();
    if (number === null) return;
    decide({ ...placeOf(number), seen: seen(number), ruling, settling: about.settling, ...more });
  }
  function accept() { rule("accept"); }
  function take(at) {
    const cell = here() === null ? null : data.cells[here()];
    if (!cell) return;
    if (cell.a && cell.a[at]) {
      const [, ruling, value] = cell.a[at];
      return rule(ruling === "accept" ? "correct" : ruling, ["accept", "correct"].includes(ruling) ? { value } : {});
    }
    if (!cell.a && cell.k && cell.k[at]) rule("correct", { value: cell.k[at][0] });
  }
  async function edit() {
    const number = here();
    if (number === null) return;
    let value = data.cells[number].v ?? "", choices;
    // The page has only the beginning of long prose, and no codes. What is typed meanwhile must not act as keys.
    if (value.length > 160 || CODED.test(data.cells[number].p)) {
      working(true);
      const told = await story(number);
      working(false);
      if (here() !== number || !told) return;
      value = told.value ?? "";
      choices = told.choices;
    }
    let timer;
    const typing = (text, box) => {
      clearTimeout(timer);
      timer = setTimeout(() => send("trials", { ...placeOf(number), value: text, settling: about.settling }).then((turned) => panel.tellTurned(box, turned)).catch(() => {}), 180);
    };
    panel.ask(say(["改为", "Correct to"]), value, value.length > 60 || value.includes("\n"), typing, (text) => rule("correct", { value: text }), choices);
  }
  function remark() {
    const number = here();
    if (number === null) return;
    panel.ask(say(["备注", "Comment"]), "", false, null, async (text) => {
      if (!text.trim()) return;
      working(true);
      try {
        await insist("comments", { ...placeOf(number), comment: text.trim(), request: fresh() });
        stories.delete(number);
        if (here() === number) panel.describe([number]);
        tell(say(["备注已记入历史。", "The comment is in the history."]));
      } catch (error) { refused(error); } finally { working(false); }
    });
  }
  const rowOf = (number) => placeOf(number).path.replace(/\][^\]]*$/, "]");
  function acceptRow() {
    const number = here();
    if (number === null || about.settling) return;
    const row = rowOf(number);
    const cells = about.walk.filter((other) => open(other) && data.cells[other].f === data.cells[number].f && rowOf(other) === row);
    const [first, ...also] = cells.length ? cells : [number];
    decide({ ...placeOf(first), seen: seen(first), ruling: "accept", also: also.map((other) => ({ ...placeOf(other), seen: seen(other) })) });
  }
  // The open cells of the same form with the same first reason: a doubt that one look at the page settles for all.
  function alike() {
    const cell = here() === null ? null : data.cells[here()];
    const reason = cell && !cell.d && cell.w && cell.w[0][0];
    return reason ? about.walk.filter((other) => open(other) && data.cells[other].f === cell.f && data.cells[other].w && data.cells[other].w[0][0] === reason) : [];
  }
  function acceptAlike() {
    const cells = alike();
    if (cells.length < 2 || about.settling) return;
    if (sure !== "alike") {
      sheet.light(cells);
      tell(say([`将认可标亮的 ${cells.length} 格（原因相同）；看过后再按一次 R。`, `${cells.length} cells with the same reason are lit; look, then press R again to accept them.`]), "breaks");
      sure = "alike";
      return;
    }
    const [first, ...also] = cells.slice(0, 200);
    const comment = say([`与同原因的 ${cells.length} 格一并认可`, `accepted together with ${cells.length} cells of the same reason`]);
    decide({ ...placeOf(first), seen: seen(first), ruling: "accept", comment, also: also.map((other) => ({ ...placeOf(other), seen: seen(other) })) });
  }
  function addRow() {
    const number = here();
    if (number === null || about.settling || !/\[/.test(data.cells[number].p)) return;
    const after = rowOf(number);
    decide({ form: data.cells[number].f, table: after.replace(/\[[^\]]*\]$/, ""), after }, "rows");
  }
  function deleteRow() {
    const number = here();
    if (number === null || about.settling || !/\[/.test(data.cells[number].p)) return;
    const row = rowOf(number);
    if (sure !== row) {
      sure = row;
      return tell(say([`再按一次 d 删除本行（${row}）；可用 u 撤销。`, `Press d again to delete the row ${row}; u takes it back.`]), "breaks");
    }
    const { f: form } = data.cells[number];
    decide({ form, path: row, seen: about.rows[`${form} ${row}`] || 0, ruling: "deleted" });
  }
  function undo() { decide({ settling: about.settling }, "undo"); }

  const keys = {
    a: accept, A: acceptRow, R: acceptAlike, e: edit, x: () => rule("unreadable"), n: () => rule("absent"), c: remark, u: undo, o: addRow, d: deleteRow,
    q: () => document.getElementById("to-queue").click(),
    h: () => document.getElementById("to-history").click(),
    g: () => document.getElementById("following")?.click(),
    i: () => document.querySelector('[data-pane][aria-pressed="false"]')?.click(),
    "?": () => document.getElementById("help").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open]")) return;
    const act = /^[1-9]$/.test(event.key) ? () => take(Number(event.key) - 1) : keys[event.key];
    if (!act) return;
    event.preventDefault();
    if (event.repeat || busy) return;  // a key that is held down decides once
    if (!"Rd".includes(event.key)) sure = null;
    act();
  });
  // Behind the last decision Enter goes on; the sheet would take it for choosing the cell that has the focus.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey || document.getElementById("done").hidden || !event.target.matches("td, body, main, section")) return;
    event.preventDefault();
    event.stopPropagation();
    (document.getElementById("following") || document.getElementById("leaving")).click();
  }, true);
  document.getElementById("help-button").addEventListener("click", keys["?"]);
  // The panel grows and shrinks with what it tells: the chosen cell stays in sight.
  new ResizeObserver(() => { if (here() !== null) sheet.places[here()].slots.slice(0, 1).forEach(sheet.bring); }).observe(document.getElementById("forms"));
  // The other language, and coming back from another page, keep the place.
  const back = document.querySelector(".speak [name=back]");
  const keep = () => {
    const address = addressOf(here() === null ? null : placeOf(here()));
    history.replaceState(null, "", address);
    back.value = address.pathname + address.search;
  };
  document.querySelector(".speak").addEventListener("submit", keep);
  for (const link of document.querySelectorAll("#to-history, #to-queue")) link.addEventListener("click", keep);

  // Where an address names a cell the desk opens there, else at the first open one.
  const asked = new URL(location.href).searchParams;
  const wanted = data.cells.findIndex((cell) => asked.get("cell") && cell.f === Number(asked.get("form") || 0) && ((cell.q || cell.p) === asked.get("cell") || (cell.q || cell.p).startsWith(`${asked.get("cell")}.`)));
  if (wanted >= 0) sheet.choose([wanted], null);
  else if (about.walk.some(open)) sheet.choose([about.walk.find(open)], null);
  else finished();
  tellWaiting();
});
