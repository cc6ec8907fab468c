// Keeps the page fresh without reloading it. Never decides what to show: the server draws, this fits the drawing in,
// keeping what is typed, where the focus is and how far somebody has scrolled. Without it every form still works.
"use strict";

document.documentElement.classList.add("js");
const drafts = new Map(); // what was typed in each conversation's composer, kept while somebody looks elsewhere
let standing = location.pathname;
let asked = 0; // numbers the requests, so that a slow old answer never replaces a newer one

// Fitting a fresh drawing into the page -----------------------------------------------------------------------------
function fit(from, to) {
  if (from.nodeType !== Node.ELEMENT_NODE) return void (from.data !== to.data && (from.data = to.data));
  if (from.hasAttribute("data-own")) return; // a part that this script runs by itself
  const kept = (name) => from.matches(name === "open" ? "details, dialog" : name === "class" ? ".busy" : ":not(*)"); // ours
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !kept(name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes)
    if (from.getAttribute(name) !== value && !kept(name)) from.setAttribute(name, value);
  fitChildren(from, to);
}

function fitChildren(from, to) {
  let next = from.firstChild;
  for (const want of [...to.childNodes]) {
    let same = next;
    if (want.id) same = [...from.children].find((child) => child.id === want.id);
    if (!same || same.nodeName !== want.nodeName || (same.id || "") !== (want.id || ""))
      from.insertBefore(document.importNode(want, true), next);
    else {
      if (same === next) next = next.nextSibling;
      else from.insertBefore(same, next);
      fit(same, want);
    }
  }
  for (let gone; (gone = next); gone.remove()) next = next.nextSibling;
}

function show(html, url, moved) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  if (!fresh.body.dataset.version) throw new Error("not this page");
  const composer = document.getElementById("composer-text");
  const focus = document.activeElement?.id;
  if (composer) drafts.set(standing, composer.value);
  if (url !== location.href) history[moved ? "pushState" : "replaceState"](null, "", url);
  document.title = fresh.title;
  fit(document.body, fresh.body);
  if (standing !== location.pathname) {
    standing = location.pathname;
    const here = document.getElementById("composer-text");
    if (here) here.value = drafts.get(standing) || "";
  }
  settle(focus, moved);
}

function settle(focus, moved) {
  const dialog = document.querySelector("dialog.modal:not(:modal)");
  const before = document.getElementById(focus);
  if (dialog) {
    dialog.removeAttribute("open");
    dialog.showModal();
    (dialog.querySelector("[autofocus], .modal-body :is(input, textarea, select)") || dialog).focus();
  } else if (moved) (document.querySelector("main [autofocus]") || before || document.body).focus();
  else if (document.activeElement === document.body) (before || document.getElementById("composer-text"))?.focus();
}

// Asking the server --------------------------------------------------------------------------------------------------
async function ask(url, options = {}, moved = false) {
  const mine = ++asked;
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(await answer.text());
  const html = await answer.text();
  if (mine === asked) show(html, answer.url + (moved ? new URL(url, location).hash : ""), moved);
}

function complain(error) {
  const note = document.getElementById("complaint");
  note.textContent = error instanceof TypeError ? "The sandbox does not answer. Is it still running?" : error.message;
  note.hidden = false;
  setTimeout(() => (note.hidden = true), 6000);
}

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const text = form.matches("[data-clears]") ? form.querySelector("textarea") : null;
  const typed = text?.value;
  if (text && !typed.trim()) return;
  button?.closest("[popover]")?.hidePopover();
  button?.closest("details.menu")?.removeAttribute("open");
  button?.classList.add("busy");
  if (text) text.value = "";
  const action = button?.getAttribute("formaction") || form.getAttribute("action");
  try {
    await ask(action, { method: "POST", body });
  } catch (error) {
    if (text && !text.value) text.value = typed;
    complain(error);
  } finally {
    button?.classList.remove("busy");
  }
}

async function follow() {
  for (;;) {
    if (document.hidden) await new Promise((seen) => document.addEventListener("visibilitychange", seen, { once: true }));
    try {
      const answer = await fetch(`/changes?after=${document.body.dataset.version}`);
      if (!answer.ok) throw new Error("no answer");
      const [before, here] = [asked, location.href];
      const drawn = await fetch(here, { headers: { "X-Only-Looking": "1" } });
      const html = await drawn.text();
      if (drawn.ok && before === asked && here === location.href) show(html, here, false);
    } catch {
      await new Promise((again) => setTimeout(again, 2000));
    }
  }
}

// A button that opens an address tells the app too, as every other button does; the browser opens the address itself.
function press(link) {
  const body = new URLSearchParams(new FormData(link.closest("form")));
  body.append("press", link.dataset.press);
  ask("/do/press", { method: "POST", body }).catch(complain);
}

// What people do -----------------------------------------------------------------------------------------------------
document.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!event.submitter?.classList.contains("busy")) send(event.target, event.submitter);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    ask(link.href, {}, true).catch(complain);
  }
  const outward = event.target.closest("a[data-press]");
  if (outward) press(outward);
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  const hint = event.target.closest("[data-command]");
  if (hint) complete(document.getElementById("composer-text"), hint);
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-at-once]"))
    target.form.requestSubmit(target.closest(".chooser, .choices").querySelector("[data-apply]"));
});

document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (event.key === "Escape") {
    const menu = box.closest("details.menu[open]");
    if (menu) [menu.removeAttribute("open"), menu.querySelector("summary").focus()];
    else if (box.dataset.escape) document.querySelector(box.dataset.escape).click();
  }
  if (hinting(box, event)) return event.preventDefault();
  if (box.matches("[data-enter-sends]") && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    box.form.requestSubmit();
  }
});

const onCancel = (event) => { // Escape in a modal closes it as its cross does
  const cross = event.target.matches("dialog.modal") && event.target.querySelector("[data-closes]");
  if (cross) [event.preventDefault(), cross.click()];
};
document.addEventListener("cancel", onCancel, true);
window.addEventListener("popstate", () => ask(location.href).catch(complain));

// Commands as they are typed -----------------------------------------------------------------------------------------
document.addEventListener("input", (event) => hint(event.target));
document.addEventListener("focusout", (event) => {
  const list = hints(event.target);
  if (list && !list.contains(event.relatedTarget)) list.hidden = true;
});
const hints = (box) => document.getElementById(box.dataset.hints);
function hint(box) {
  const list = hints(box);
  if (!list) return;
  const offered = [...list.children].filter((item) => {
    item.hidden = !item.dataset.command.startsWith(box.value) || item.dataset.command === box.value;
    return !item.hidden;
  });
  list.hidden = !box.value.startsWith("/") || !offered.length;
  for (const item of list.children) item.classList.toggle("here", item === offered[0]);
}

function hinting(box, event) {
  const list = hints(box);
  if (!list || list.hidden) return false;
  const offered = [...list.children].filter((item) => !item.hidden);
  const at = offered.findIndex((item) => item.classList.contains("here"));
  const to = (at + ({ ArrowDown: 1, ArrowUp: -1 }[event.key] || 0) + offered.length) % offered.length;
  if (to !== at) offered.forEach((item, i) => item.classList.toggle("here", i === to));
  else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) complete(box, offered[at]);
  else if (event.key === "Escape") list.hidden = true;
  else return false;
  return true;
}

function complete(box, item) {
  box.value = item.dataset.command + " ";
  hints(box).hidden = true;
  box.focus();
}

settle("composer-text", false);
follow();
