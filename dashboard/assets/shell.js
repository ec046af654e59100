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

  // A shared view is copied as the link it was opened by.
  function address(shell) {
    if (shell.dataset.share) return new URL(shell.dataset.share, location.href).href;
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

  // The address stands beside its button, so there is nothing to show but that it is copied.
  async function copyBeside(button) {
    const field = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(field.textContent);
    } catch {
      getSelection().selectAllChildren(field);
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.done;
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

  // A page that works for longer than this can be stopped.
  const PATIENCE = 2000;
  let patience = 0;
  let isSlow = false;
  function noticeRun() {
    const state = document.querySelector(".stApp")?.dataset.testScriptState;
    if (state !== "running") {
      clearTimeout(patience);
      patience = 0;
      isSlow = false;
    } else if (!patience) {
      patience = setTimeout(() => {
        isSlow = true;
        showStop();
      }, PATIENCE);
    }
    showStop();
  }

  function showStop() {
    const button = document.querySelector("[data-tc-stop]");
    if (!button || button.hidden !== isSlow) return;
    button.hidden = !isSlow;
    button.disabled = false;
    button.dataset.words ??= button.textContent;
    button.textContent = button.dataset.words;
  }

  function stop(shell, button) {
    button.disabled = true;
    button.textContent = button.dataset.done;
    const base = location.pathname.replace(/[^/]*$/, "");
    fetch(`${base}stop/${shell.dataset.tab}`, { method: "POST" }).catch(() => {
      button.disabled = false;
    });
  }

  document.addEventListener("click", (event) => {
    const shell = bar();
    const target = event.target instanceof Element ? event.target : null;
    if (!shell || !target || event.defaultPrevented || event.button !== 0) return;
    if (target.closest("[data-tc-copy]")) return void copy(shell);
    const stops = target.closest("[data-tc-stop]");
    if (stops) return void stop(shell, stops);
    const beside = target.closest("[data-tc-copy-beside]");
    if (beside) return void copyBeside(beside);
    if (target.closest("[data-tc-share]")) {
      return void document.querySelector(".st-key-tc-share button")?.click();
    }
    if (target.closest("[data-tc-theme]")) return void switchTheme(shell);
    const menu = target.closest("[data-tc-menu]");
    if (menu) return void menu.setAttribute("aria-expanded", menu.ariaExpanded !== "true");
    const link = target.closest("a[href]");
    // What opens elsewhere is a file to take away.
    if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
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
      noticeRun();
    });
  }).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-address", "data-lang", "data-test-script-state"],
  });
})();
