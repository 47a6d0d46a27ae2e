"use strict";
/* Lists by keyboard: j and k walk the lines, Enter opens one, / searches, ? helps. */
document.addEventListener("DOMContentLoaded", () => {
  const lines = [...document.querySelectorAll("[data-line]")];
  const help = document.getElementById("help");
  let at = -1;
  const walk = (to) => {
    if (!lines.length) return;
    at = Math.max(0, Math.min(lines.length - 1, to));
    lines.forEach((line, number) => line.classList.toggle("chosen", number === at));
    const link = lines[at].querySelector("a");
    link.focus({ preventScroll: true });
    lines[at].scrollIntoView({ block: "nearest" });
  };
  const follow = (id) => document.getElementById(id)?.click();
  const keys = {
    j: () => walk(at + 1), k: () => walk(at - 1), "?": () => help.showModal(),
    "/": () => document.getElementById("words")?.focus(),
    t: () => follow("other-view"), "]": () => follow("later"), "[": () => follow("earlier"),
    d: () => follow("view-disagreements"), q: () => { location.href = "/"; },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open]")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "Enter" && at < 0 && lines.length && event.target === document.body) { lines[0].querySelector("a").click(); return; }
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  // The other language keeps filters and page.
  const back = document.querySelector(".speak [name=back]");
  if (back) back.value = location.pathname + location.search;
  document.getElementById("help-button")?.addEventListener("click", keys["?"]);
  for (const select of document.querySelectorAll("form.filters select")) select.addEventListener("change", () => select.form.requestSubmit());
  for (const form of document.querySelectorAll("form.filters")) {
    form.addEventListener("submit", () => { for (const field of form.elements) if (field.name && !field.value) field.disabled = true; });
  }
  // Records that are still being taken in: the numbers on the page are renewed now and then.
  const taking = document.getElementById("indexing");
  if (taking) {
    const timer = setInterval(async () => {
      const answer = await fetch("/api/progress").catch(() => null);
      if (!answer || !answer.ok) return;
      const { indexing } = await answer.json();
      if (!indexing) { clearInterval(timer); location.reload(); return; }
      taking.querySelector("b").textContent = `${indexing.done} / ${indexing.all}`;
    }, 1500);
  }
});
