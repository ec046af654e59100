// The shell's part in the browser: links inside the app switch pages without reloading,
// the address always shows every choice, the page says its language, and the buttons
// "copy link" and "light or dark" work. Loaded once per page load, see serving/head.py.
(() => {
  "use strict";

  const bar = () => document.querySelector("[data-tc-bar]");

  // Streamlit follows the browser's own back and forward; a link is the same step.
  function open(address) {
    history.pushState({}, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
    scrollTo(0, 0);
  }

  function address(shell) {
    return `${location.origin}${location.pathname}?${shell.dataset.address}`;
  }

  // Replaces, so that "back" leaves the page instead of returning to a shorter address.
  let written = "";
  function follow() {
    const shell = bar();
    if (!shell) return;
    document.documentElement.lang = shell.dataset.lang;
    const wanted = `${shell.dataset.page}?${shell.dataset.address}`;
    const here = location.pathname.split("/").pop();
    if (wanted === written || here !== shell.dataset.page) return;
    written = wanted;
    if (location.search.slice(1) !== shell.dataset.address) {
      history.replaceState(history.state, "", `?${shell.dataset.address}`);
    }
  }

  function show(shell, sentence, link) {
    document.querySelector(".tc-note")?.remove();
    const note = document.createElement("div");
    note.className = "tc-note";
    note.setAttribute("role", "status");
    const app = document.querySelector(".stApp");
    note.style.colorScheme = getComputedStyle(app).colorScheme;
    const words = document.createElement("p");
    words.textContent = sentence;
    const field = document.createElement("input");
    field.readOnly = true;
    field.value = link;
    field.setAttribute("aria-label", sentence);
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = shell.dataset.close;
    close.onclick = () => note.remove();
    note.append(words, field, close);
    document.body.append(note);
    field.select();
  }

  async function copy(shell) {
    const link = address(shell);
    try {
      await navigator.clipboard.writeText(link);
      show(shell, shell.dataset.copied, link);
    } catch {
      // Browsers refuse the clipboard to pages that are not served over TLS.
      show(shell, shell.dataset.copyByHand, link);
      const done = document.execCommand("copy");
      if (done) document.querySelector(".tc-note p").textContent = shell.dataset.copied;
    }
  }

  // Streamlit keeps the choice per path, a reader makes it once for all pages.
  function switchTheme(shell) {
    const scheme = getComputedStyle(document.querySelector(".stApp")).colorScheme;
    const chosen = JSON.stringify(scheme === "dark" ? "Light" : "Dark");
    const base = location.pathname.replace(/[^/]*$/, "");
    for (const page of shell.dataset.pages.split(" ")) {
      localStorage.setItem(`stActiveTheme-${base}${page}-v2`, chosen);
    }
    localStorage.setItem(`stActiveTheme-${base}-v2`, chosen);
    location.reload();
  }

  document.addEventListener("click", (event) => {
    const shell = bar();
    const target = event.target instanceof Element ? event.target : null;
    if (!shell || !target || event.defaultPrevented || event.button !== 0) return;
    if (target.closest("[data-tc-copy]")) return void copy(shell);
    if (target.closest("[data-tc-theme]")) return void switchTheme(shell);
    const menu = target.closest("[data-tc-menu]");
    if (menu) return void menu.setAttribute("aria-expanded", menu.ariaExpanded !== "true");
    const link = target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href, location.href);
    if (!link.closest("[data-tc]") || url.origin !== location.origin || url.hash) return;
    event.preventDefault();
    document.querySelector("[data-tc-menu]")?.setAttribute("aria-expanded", "false");
    open(url.pathname + url.search);
  });

  let planned = false;
  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      follow();
    });
  }).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-address", "data-lang"],
  });
})();
