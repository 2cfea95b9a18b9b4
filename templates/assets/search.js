// Search over the book's own index, loaded piece by piece as it is needed. Nothing leaves the page.
"use strict";

(() => {
  const SHOWN = 8;          // results of a group before "more"
  const MAX_FILES = 12;     // of terms, for one word
  const names = { person: "People", place: "Places", organisation: "Organisations", article: "Documents", event: "Chronology", quote: "Quotes" };
  const box = document.getElementById("q"), count = document.getElementById("count"), results = document.getElementById("results");
  const special = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i" };
  const unspaced = /[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+/;
  let running = 0;

  const load = (name) => briefbook.load(name, "assets/search/" + name + ".js");
  const fold = (text) => text.toLowerCase().replace(/[ßæœøđðþłħı]/g, (c) => special[c]).normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC");

  function words(text) {
    const found = [];
    for (const word of fold(text).match(/[\p{L}\p{N}]+/gu) || []) {
      if (unspaced.test(word)) {
        for (const piece of word.match(new RegExp(unspaced.source + "|[^\\u0e00-\\u0eff\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff]+", "g")) || []) {
          if (unspaced.test(piece) && piece.length > 1) for (let i = 0; i + 1 < piece.length; i++) found.push(piece.slice(i, i + 2));
          else found.push(piece);
        }
      } else if (word.length > 1 || /\d/.test(word)) found.push(word);
    }
    return [...new Set(found)];
  }

  // The last of the sorted `firsts` that is not after `key`.
  function before(firsts, key) {
    let low = 0, high = firsts.length;
    while (low < high) { const mid = (low + high) >> 1; if (firsts[mid] <= key) low = mid + 1; else high = mid; }
    return Math.max(0, low - 1);
  }

  async function termsBetween(manifest, from, to) {
    const first = before(manifest.terms, from), last = before(manifest.terms, to);
    const numbers = [];
    for (let n = first; n <= last && numbers.length < MAX_FILES; n++) numbers.push(n);
    const files = await Promise.all(numbers.map((n) => load("terms-" + n)));
    return files.flatMap((file) => {
      if (!file.list) { file.list = file[0].split(" "); file.found = file[1].split(" "); }
      return file.list.map((term, i) => [term, file.found[i]]);
    });
  }

  function unpack(text) {
    let sum = 0;
    return text ? text.split(",").map((step) => (sum += parseInt(step, 36))) : [];
  }

  // Whether two words differ by no more than `most` letters put in, left out, changed or swapped.
  function near(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return false;
    let last = [], row = Array.from({ length: b.length + 1 }, (_, i) => i), older = [];
    for (let i = 1; i <= a.length; i++) {
      older = last; last = row; row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        const cost = a[i - 1] === b[j - 1] ? 0 : 1;
        let best = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, older[j - 2] + 1);
        row.push(best);
        least = Math.min(least, best);
      }
      if (least > most) return false;
    }
    return row[b.length] <= most;
  }

  // Records a word is found in, with how well: the word itself 3, its beginning 2, a slip of the pen 1.
  async function find(manifest, word) {
    const scores = new Map();
    const add = (packed, value) => { for (const id of unpack(packed)) if ((scores.get(id) || 0) < value) scores.set(id, value); };
    const used = [];
    for (const [term, packed] of await termsBetween(manifest, word, word + "\uffff")) {
      if (term === word) { add(packed, 3); used.push(term); }
      else if (term.startsWith(word)) { add(packed, 2); used.push(term); }
    }
    if (!scores.size && word.length > 3) {
      const most = word.length > 7 ? 2 : 1;
      const whole = manifest.terms.length <= MAX_FILES;
      for (const [term, packed] of await termsBetween(manifest, whole ? "" : word[0], whole ? "\uffff" : word[0] + "\uffff")) {
        if (near(word, term, most)) { add(packed, 1); used.push(term); }
      }
    }
    return { scores, used };
  }

  async function records(manifest, ids) {
    const files = new Map();
    await Promise.all([...new Set(ids.map((id) => before(manifest.records, id)))].map(async (n) => files.set(n, await load("records-" + n))));
    return ids.map((id) => { const n = before(manifest.records, id); return files.get(n)[id - manifest.records[n]]; });
  }

  async function search(query) {
    const turn = ++running;
    const manifest = await load("manifest");
    const asked = words(query);
    if (!asked.length) { show([], 0, [], query, turn); return; }
    const told = asked.filter((word) => !manifest.common.includes(word));
    if (!told.length) {
      results.replaceChildren();
      count.textContent = "“" + query.trim() + "” stands in nearly every passage. Another word beside it will find more.";
      return;
    }
    const found = await Promise.all(told.map((word) => find(manifest, word)));
    const scores = new Map();
    for (const { scores: own } of found) for (const [id, value] of own) { const s = scores.get(id) || [0, 0]; scores.set(id, [s[0] + 1, s[1] + value]); }
    let all = [...scores].filter(([, [hits]]) => hits === found.length);
    const partial = !all.length && found.length > 1;
    if (partial) { const best = Math.max(0, ...[...scores.values()].map(([hits]) => hits)); all = [...scores].filter(([, [hits]]) => hits === best && best > 0); }
    const documents = unpack(manifest.documents);
    const kindOf = (id) => { let kind = ""; for (const [name, first] of manifest.kinds) if (id >= first) kind = name; return kind; };
    const groups = new Map();
    for (const [id, [, value]] of all) {
      const kind = kindOf(id);
      const key = kind === "article" ? documents[before(documents, id)] : id;
      if (!groups.has(kind)) groups.set(kind, new Map());
      const group = groups.get(kind);
      if (!group.has(key)) group.set(key, { key, ids: [], score: 0 });
      const entry = group.get(key);
      if (id !== key || kind !== "article") entry.ids.push(id); else entry.score += 2;
      entry.score = Math.max(entry.score, 0) + value / (1 + entry.ids.length);
    }
    const ordered = Object.keys(names).filter((kind) => groups.has(kind)).map((kind) => {
      const entries = [...groups.get(kind).values()].sort((a, b) => b.score - a.score || a.key - b.key);
      return { kind, entries };
    });
    const used = new Set([...asked, ...found.flatMap((one) => one.used)]);
    if (turn === running) await show(ordered, all.length, used, query, turn, partial, manifest);
  }

  function marked(text, used, limit) {
    const parts = [];
    const pieces = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].filter((m) => { const word = fold(m[0]); return used.has(word) || [...used].some((one) => unspaced.test(one) && word.includes(one)); });
    let from = 0, to = text.length;
    if (limit && text.length > limit) {
      const middle = pieces.length ? pieces[0].index : 0;
      from = Math.max(0, text.lastIndexOf(". ", middle) + 1);
      if (middle - from > limit / 2) from = text.indexOf(" ", middle - limit / 2);
      to = Math.min(text.length, from + limit);
      if (to < text.length) to = text.lastIndexOf(" ", to);
      if (to <= from) to = text.length;
    }
    let done = from;
    if (from > 0) parts.push("… ");
    for (const m of pieces) {
      if (m.index < done || m.index + m[0].length > to) continue;
      parts.push(text.slice(done, m.index));
      const mark = document.createElement("mark");
      mark.textContent = m[0];
      parts.push(mark);
      done = m.index + m[0].length;
    }
    parts.push(text.slice(done, to));
    if (to < text.length) parts.push(" …");
    return parts;
  }

  const make = (tag, name, ...parts) => { const element = document.createElement(tag); if (name) element.className = name; element.append(...parts); return element; };
  const link = (href, parts) => { const a = document.createElement("a"); a.href = document.documentElement.dataset.root + href; a.append(...parts); return a; };

  async function show(ordered, total, used, query, turn, partial, manifest) {
    const said = query.trim();
    if (!total) {
      results.replaceChildren();
      count.textContent = said ? "Nothing found for “" + said + "”. Fewer words, or the beginning of one, may find more." : "";
      return;
    }
    const sections = [];
    for (const { kind, entries } of ordered) {
      const list = make("div");
      const section = make("section", "", make("h2", "part", names[kind], " ", make("span", "number", String(entries.length))), list);
      section.setAttribute("aria-label", names[kind]);
      const more = async (from) => {
        for (const entry of entries.slice(from, from + SHOWN)) list.append(await result(manifest, kind, entry, used));
        if (from + SHOWN < entries.length) {
          const button = make("button", "", "Show more");
          button.type = "button";
          button.addEventListener("click", async () => { const next = list.children.length; button.remove(); await more(from + SHOWN); list.children[next]?.querySelector("a")?.focus(); });
          section.append(button);
        }
      };
      await more(0);
      sections.push(section);
    }
    if (turn !== running) return;
    results.replaceChildren(...sections);
    const groups = ordered.map(({ kind, entries }) => names[kind].toLowerCase() + " " + entries.length).join(", ");
    count.textContent = (partial ? "No passage has all the words; shown are those with most of them. " : "") + total + (total === 1 ? " result" : " results") + " for “" + said + "”: " + groups + ".";
  }

  async function result(manifest, kind, entry, used) {
    const best = kind === "article" ? entry.ids.slice(0, 3) : [];
    const [head, ...passages] = await records(manifest, [entry.key, ...best]);
    const box = make("div", "result", make("h3", "", link(head[0], marked(head[1], used))));
    if (kind === "article") {
      box.append(make("p", "by", head[3]));
      for (const [href, , text, place] of passages) box.append(make("p", "", link(href, [place]), " ", ...marked(text, used, 260)));
      if (entry.ids.length > best.length) box.append(make("p", "by", entry.ids.length - best.length + " more here"));
    } else {
      if (head[2]) box.append(make("p", "", ...marked(head[2], used, 320)));
      if (head[3]) box.append(make("p", "by", head[3]));
    }
    return box;
  }

  function start(query, remember) {
    if (remember) {
      const address = new URL(location.href);
      address.hash = "";
      if (query) address.searchParams.set("q", query); else address.searchParams.delete("q");
      try { history.replaceState(null, "", address); } catch { /* from a disk some browsers refuse; the search works all the same */ }
    }
    search(query).catch(() => { count.textContent = "The search index could not be loaded."; });
  }

  let timer = 0;
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => start(box.value, true), 120); });
  box.form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); start(box.value, true); });
  // Arrow keys walk from the box through the results and back.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [box, ...results.querySelectorAll("h3 a")];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  });
  for (const note of document.querySelectorAll(".noscript")) note.hidden = true;
  box.value = new URLSearchParams(location.search).get("q") || "";
  if (box.value) start(box.value, false); else box.focus();
})();
