(() => {
  "use strict";
  let language = document.documentElement.lang === "en" ? "en" : "zh";
  const everything = document.getElementById("everything");
  const place = document.getElementById("place");
  const stops = [...document.querySelectorAll("[data-stop]")];
  let chosen = -1;

  function speak(wanted) {
    language = wanted;
    document.documentElement.lang = wanted === "en" ? "en" : "zh-CN";
    document.title = document.body.dataset[wanted === "en" ? "titleEn" : "titleZh"];
    for (const element of document.querySelectorAll("[data-en]")) element.textContent = element.dataset[wanted];
    for (const element of document.querySelectorAll("[data-name-en]")) {
      element.setAttribute("aria-label", wanted === "en" ? element.dataset.nameEn : element.dataset.nameZh);
    }
    const button = document.getElementById("language");
    button.textContent = wanted === "en" ? "中文" : "English";
    button.lang = wanted === "en" ? "zh-CN" : "en";
  }
  function letGo() {
    for (const element of document.querySelectorAll(".chosen")) element.classList.remove("chosen");
  }
  function choose(number) {
    letGo();
    chosen = number;
    const stop = stops[number];
    for (let folded = stop.closest("details:not([open])"); folded; folded = folded.parentElement.closest("details:not([open])")) folded.open = true;
    stop.classList.add("chosen");
    stop.focus({ preventScroll: true });
    stop.scrollIntoView({ block: "center" });
    place.textContent = `${number + 1} / ${stops.length}`;
  }
  function walk(step) {
    if (!stops.length) return;
    // After a look around the walk goes on from what is seen, not from where it was left.
    const seen = chosen >= 0 && document.querySelector(".chosen");
    if (seen) return choose((chosen + step + stops.length) % stops.length);
    const below = stops.findIndex((stop) => stop.getBoundingClientRect().bottom > 120);
    choose(below < 0 ? 0 : below);
  }
  const showAll = () => document.body.classList.toggle("all", Boolean(everything && everything.checked));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1);
    else if (event.key === "a" && everything) { everything.checked = !everything.checked; showAll(); }
    else if (event.key === "Escape") letGo();
    else return;
    event.preventDefault();
  });
  document.getElementById("next").addEventListener("click", () => walk(1));
  document.getElementById("previous").addEventListener("click", () => walk(-1));
  document.getElementById("language").addEventListener("click", () => speak(language === "en" ? "zh" : "en"));
  if (everything) everything.addEventListener("change", showAll);
  for (const control of document.querySelectorAll(".walk")) control.hidden = !stops.length;
  place.textContent = `0 / ${stops.length}`;
  showAll();
  speak(language);
})();
