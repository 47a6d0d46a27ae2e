(() => {
  "use strict";
  let language = document.documentElement.lang === "en" ? "en" : "zh";
  function speak(wanted) {
    language = wanted;
    document.documentElement.lang = wanted === "en" ? "en" : "zh-CN";
    for (const element of document.querySelectorAll("[data-en]")) element.textContent = element.dataset[wanted];
    document.getElementById("language").textContent = wanted === "en" ? "中文" : "EN";
  }
  document.getElementById("language").addEventListener("click", () => speak(language === "en" ? "zh" : "en"));
  speak(language);
})();
