// A word about a person, place, organisation, date or note where it is named: on hover, on focus and on tap.
// Esc closes; the pointer may enter; the next tap on a link follows it. Everything said here stands on a page too.
"use strict";

(() => {
  const root = document.documentElement;
  const files = Number(root.dataset.previews);
  const kinds = "a.person, a.place, a.organisation, a.date[data-says], a.ref, a.anchor, a.see";
  const DELAY = 220; // milliseconds: a pointer on its way elsewhere opens nothing
  let card = null, owner = null, timer = 0, touched = null;

  function hash(text) { // FNV-1a, as the book was built with
    let value = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
    return value;
  }

  function line(tag, text, name) {
    const element = document.createElement(tag);
    element.textContent = text;
    if (name) element.className = name;
    return element;
  }

  async function content(link) {
    if (link.dataset.says) {
      const [day, ...basis] = link.dataset.says.split(" · ");
      return [line("b", day), ...(basis.length ? [line("span", basis.join(" · "))] : [])];
    }
    if (link.matches(".ref, .anchor, .see")) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!target) return null;
      const copy = target.cloneNode(true);
      for (const part of copy.querySelectorAll(".label, .back, .no")) part.remove();
      return [line("span", copy.textContent.replace(/\s+/g, " ").trim().slice(0, 400), "lead")];
    }
    if (!files) return null;
    const href = link.getAttribute("href").replace(/^(\.\.\/)+/, "");
    const number = hash(href) % files;
    const rows = await briefbook.load("previews-" + number, "assets/previews/" + number + ".js");
    const row = rows && rows.find((one) => one[0] === href);
    if (!row) return null;
    const [, name, lead, figures, variants] = row;
    return [line("b", name), ...[[lead, "lead"], [figures], [variants]].filter(([text]) => text).map(([text, kind]) => line("span", text, kind))];
  }

  async function open(link) {
    if (root.dataset.hints === "off" || link === owner || link.closest(".preview")) return;
    let parts = null;
    try { parts = await content(link); } catch { return; }
    if (!parts || !(link.matches(":hover") || link === document.activeElement || link === touched)) return;
    close();
    owner = link;
    card = document.createElement("div");
    card.className = "preview";
    card.id = "preview";
    card.setAttribute("role", "tooltip");
    card.append(...parts);
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", later);
    document.body.append(card);
    link.setAttribute("aria-describedby", "preview");
    place(link);
  }

  function place(link) {
    const at = link.getClientRects()[0] || link.getBoundingClientRect();
    const size = card.getBoundingClientRect();
    const room = root.clientWidth - size.width - 12;
    const above = at.top > size.height + 12 && at.bottom + size.height + 12 > innerHeight;
    card.style.left = Math.max(8, Math.min(at.left, room)) + scrollX + "px";
    card.style.top = (above ? at.top - size.height - 6 : at.bottom + 6) + scrollY + "px";
  }

  function close() {
    clearTimeout(timer);
    if (owner) owner.removeAttribute("aria-describedby");
    if (card) card.remove();
    card = owner = null;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(close, DELAY);
  }

  const linkOf = (event) => event.target instanceof Element ? event.target.closest(kinds) : null;

  document.addEventListener("pointerover", (event) => {
    const link = linkOf(event);
    if (!link || event.pointerType === "touch") return;
    clearTimeout(timer);
    timer = setTimeout(() => open(link), DELAY);
  });
  document.addEventListener("pointerout", (event) => { if (linkOf(event) && event.pointerType !== "touch") later(); });
  document.addEventListener("focusin", (event) => { const link = linkOf(event); if (link && link.matches(":focus-visible")) open(link); else if (!event.target.closest(".preview")) close(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && card) { close(); event.stopPropagation(); } });

  // On a screen one touches: the first tap shows, a second one on the same link follows it, a tap elsewhere closes.
  document.addEventListener("pointerdown", (event) => {
    const link = linkOf(event);
    touched = event.pointerType === "touch" ? link : null;
    if (card && !link && !event.target.closest(".preview")) close();
  });
  document.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (!link || link !== touched || link === owner || root.dataset.hints === "off" || event.defaultPrevented) return;
    event.preventDefault();
    open(link).then(() => { if (owner !== link) link.ownerDocument.location.href = link.href; });
  });
  addEventListener("beforeprint", close);
})();
