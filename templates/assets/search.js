// Search over the book's own index, loaded piece by piece as it is needed. Nothing leaves the page.
"use strict";

(() => {
  const SHOWN = 5;        // results of a group before "more"
  const PASSAGES = 3;     // of a document
  const EXPANDED = 400;   // words a beginning stands for; of two letters the 50 most frequent
  const NEAREST = 3000;   // passages of which is asked how near the words stand to each other
  const EXACT = 6, BEGINNING = 4, SLIP = 2;
  const names = { person: "People", place: "Places", organisation: "Organisations", article: "Documents", event: "Chronology", quote: "Quotes", page: "About the book" };
  const [box, count, results] = ["q", "count", "results"].map((id) => document.getElementById(id));
  const special = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ς": "σ" };
  const run = "\\u0e00-\\u0eff\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff";
  const unspaced = new RegExp("[" + run + "]"), pieces = new RegExp("[" + run + "]+|[^" + run + "]+", "g");
  let index = null, turn = 0;

  // Words, as the index has them -------------------------------------------------------------------------------

  const fold = (text) => text.toLowerCase().replace(/[ßæœøđðþłħıς]/g, (c) => special[c]).normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC");

  // A run of a script without spaces is a list of its pairs, any other word a list of itself.
  function split(text) {
    return (fold(text).match(/[\p{L}\p{N}]+/gu) || []).flatMap((word) => {
      if (!unspaced.test(word)) return word.length > 1 || /\d/.test(word) ? [[/^ال.../.test(word) ? word.slice(2) : word]] : [];
      return word.match(pieces).map((piece) => unspaced.test(piece) && piece[1] ? [...piece.slice(1)].map((_, i) => piece.slice(i, i + 2)) : [piece]);
    });
  }

  // What is asked for: lists of words that follow each other, and whether they must stand so to the letter.
  function parse(query) {
    const asked = new Map(), parts = query.split(/["“”„«»]/);
    parts.forEach((part, n) => {
      const quoted = n % 2 === 1 && n + 1 < parts.length, lists = split(part);
      for (const words of quoted && lists[0] ? [lists.flat()] : lists) asked.set(words.join(" ") + quoted, { words, strict: quoted || words.length > 1 });
    });
    return [...asked.values()].slice(0, 16);
  }

  // The index --------------------------------------------------------------------------------------------------

  const digits = new Int8Array(128);
  for (let c = 33, n = 0; c < 127; c++) if (!"\"/<\\".includes(String.fromCharCode(c))) digits[c] = n++;

  function unpack(text) {
    const found = [];
    for (let i = 0, n = 0; i < text.length; i++) {
      const digit = digits[text.charCodeAt(i)];
      if (digit < 45) { found.push(n * 45 + digit); n = 0; } else n = n * 45 + digit - 45;
    }
    return found;
  }
  const sums = (steps) => { for (let i = 1; i < steps.length; i++) steps[i] += steps[i - 1]; return steps; };

  // The last of the sorted `firsts` that is not after `key`.
  function before(firsts, key) {
    let low = 0, high = firsts.length;
    while (low < high) { const mid = (low + high) >> 1; if (firsts[mid] <= key) low = mid + 1; else high = mid; }
    return Math.max(0, low - 1);
  }

  const load = (name) => briefbook.load(name, "assets/search/" + name + ".js");

  async function open() {
    if (index) return;
    const found = await load("manifest");
    for (const name of ["documents", "words", "postings", "places", "records"]) found[name] = sums(unpack(found[name]));
    found.common = new Set(found.common);
    found.idle = new Set(results.dataset.idle.split(" "));
    // For each record its kind, and the record that stands for it: a passage's document, else itself.
    found.kind = new Array(found.size);
    found.head = new Int32Array(found.size);
    for (let id = 0, k = 0, n = 0; id < found.size; id++) {
      while (k + 1 < found.kinds.length && found.kinds[k + 1][1] <= id) k++;
      while (n + 1 < found.documents.length && found.documents[n + 1] <= id) n++;
      found.kind[id] = found.kinds[k][0];
      found.head[id] = found.kind[id] === "article" ? found.documents[n] : id;
    }
    found.files = new Map();
    index = found;
    // A slip of the pen is looked for among all words: have them at hand.
    if (window.requestIdleCallback) requestIdleCallback(() => index.words.forEach((_, n) => wordsOf(n)));
  }

  // A file with what was made of it.
  async function file(name, make) {
    const raw = await load(name);
    if (!index.files.has(name)) index.files.set(name, make(raw));
    return index.files.get(name);
  }
  const wordsOf = (n) => file("words-" + n, ([words, sizes]) => {
    const numbers = unpack(sizes);
    return words.split(" ").map((text, i) => ({ text, id: index.words[n] + i, size: numbers[i] }));
  });

  // By number from the files of one sort: postings or places of terms, records.
  async function pick(sort, ids) {
    const files = new Map();
    const open = (raw) => (sort === "records" ? raw : raw.split(" "));
    await Promise.all([...new Set(ids.map((id) => before(index[sort], id)))].map(async (n) => files.set(n, await file(sort + "-" + n, open))));
    return ids.map((id) => { const n = before(index[sort], id); return files.get(n)[id - index[sort][n]]; });
  }
  const postings = async (terms) => (await pick("postings", terms.map((term) => term.id))).map((text) => sums(unpack(text)));

  // For each record a term is in, the words of it that the term is.
  async function places(term) {
    const [[ids], [text]] = await Promise.all([postings([term]), pick("places", [term.id])]);
    const steps = unpack(text), found = new Map();
    let at = 0;
    for (const id of ids) {
      const own = [];
      for (let n = steps[at++] + 1, sum = 0; n > 0; n--) own.push((sum += steps[at++]));
      found.set(id, own);
    }
    return found;
  }

  const often = (a, b) => b.size - a.size || (a.text < b.text ? -1 : 1);
  async function beginning(word) {
    const found = [];
    for (let n = before(index.first, word); n < index.first.length && (n === 0 || index.first[n] <= word + "\uffff"); n++) found.push(...(await wordsOf(n)).filter((term) => term.text.startsWith(word)));
    return found.sort(often);
  }
  const exactly = async (word) => (await beginning(word)).find((term) => term.text === word);

  // Slips of the pen -------------------------------------------------------------------------------------------

  // By how many letters put in, left out, changed or swapped `b` differs from `a`, and by how many its nearest
  // beginning does; 99 where it is more than `most`.
  const rows = [0, 1, 2].map(() => new Uint8Array(64));
  function distances(a, b, most) {
    b = b.slice(0, a.length + most);
    let [older, last, row] = rows;
    for (let j = 0; j <= b.length; j++) row[j] = j;
    for (let i = 1; i <= a.length; i++) {
      [older, last, row] = [last, row, older];
      row[0] = i;
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        let best = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, older[j - 2] + 1);
        row[j] = best;
        if (best < least) least = best;
      }
      if (least > most) return [99, 99];
    }
    return [row[b.length], Math.min(...row.slice(1, b.length + 1))];
  }

  // Words like `word`, the nearest first; a half stands for one of which it is only the beginning.
  async function like(word, most) {
    const found = [];
    if (word.length > 40 || unspaced.test(word) || !most) return found;
    for (const list of await Promise.all(index.words.map((_, n) => wordsOf(n)))) {
      for (const term of list) {
        if (term.text.length < word.length - most || /\d/.test(term.text)) continue;
        const [whole, begun] = distances(word, term.text, most);
        if (whole <= most && term.text.length <= word.length + most) found.push({ term, far: whole });
        else if (begun <= most - (word.length < 9) && word.length > 5) found.push({ term, far: begun + .5 });
      }
    }
    return found.sort((a, b) => a.far - b.far || often(a.term, b.term));
  }

  async function nearest(word) {
    const found = (await like(word, Math.min(3, word.length >> 1))).slice(0, 5).map((one) => one.term);
    for (let n = word.length - 1; n > 0 && found.length < 3; n--) found.push(...(await beginning(word.slice(0, n))).filter((term) => !found.includes(term)).slice(0, 5 - found.length));
    return found.map((term) => term.text);
  }

  // Finding ----------------------------------------------------------------------------------------------------

  // How well each record fits what is asked, the words that made it fit, the terms its places are known by.
  async function find({ words, strict }) {
    const fit = new Uint8Array(index.size), found = { fit, used: [...words], terms: [], some: false, slip: "" };
    if (strict) {
      const told = words.map((word, at) => [word, at]).filter(([word]) => !index.common.has(word));
      const terms = await Promise.all(told.map(([word]) => exactly(word)));
      if (!told.length || !terms.every(Boolean)) return found;
      const at = await Promise.all(terms.map(places));
      for (const [id, own] of at[0]) if (own.some((place) => at.every((one, n) => one.get(id)?.includes(place + told[n][1] - told[0][1])))) fit[id] = EXACT;
      found.some = fit.some(Boolean);
      found.terms = terms.slice(0, 1);
      return found;
    }
    const put = async (terms, value) => {
      for (const ids of await postings(terms)) for (const id of ids) if (fit[id] < value) fit[id] = value;
      for (const term of terms) found.used.push(term.text);
      found.some ||= terms.length > 0;
    };
    const [word] = words, begun = await beginning(word);
    found.terms = begun.filter((term) => term.text === word);
    await put(found.terms, EXACT);
    if (!/^\d\d?$/.test(word)) await put(begun.filter((term) => term.text !== word).slice(0, word.length < 3 ? EXPANDED / 8 : EXPANDED), BEGINNING);
    if (!found.some) {
      const near = await like(word, word.length < 4 || /\d/.test(word) ? 0 : word.length < 8 ? 1 : 2);
      found.terms = near.filter((one) => one.far === near[0].far).map((one) => one.term).slice(0, 30);
      await put(found.terms, SLIP);
      if (found.some) found.slip = found.terms[0].text;
    }
    return found;
  }

  // What a record gains by how near the words stand to each other in it.
  async function reckonNearness(found, ids) {
    const near = new Map(), terms = found.map((one) => one.terms[0]);
    if (terms.length < 2 || !terms.every(Boolean) || ids.length > NEAREST) return near;
    const at = await Promise.all(terms.map(places));
    for (const id of ids) {
      const last = terms.map(() => -Infinity);
      let least = Infinity;
      for (const [place, n] of at.flatMap((one, n) => (one.get(id) || []).map((place) => [place, n])).sort((a, b) => a[0] - b[0])) {
        last[n] = place;
        least = Math.min(least, place - Math.min(...last));
      }
      if (least < Infinity) near.set(id, 4 * (terms.length - 1) / Math.max(least, terms.length - 1));
    }
    return near;
  }

  const quote = (text) => "“" + text + "”";

  async function search(query) {
    const own = ++turn, said = query.trim();
    await open();
    let asked = parse(query).filter(({ words, strict }) => strict || !index.common.has(words[0]));
    if (!asked.length) {
      results.replaceChildren();
      count.textContent = !said ? "" : quote(said) + (split(query).length ? " stands in nearly every passage. Another word beside it will find more." : " has no word to look for.");
      return;
    }
    let found = await Promise.all(asked.map(find));
    // Which of the words each record has, and which each document has in all its passages.
    const has = new Uint16Array(index.size), whole = new Uint16Array(index.size);
    const reckon = () => found.forEach(({ fit }, n) => { for (let id = 0; id < fit.length; id++) if (fit[id]) whole[index.head[id]] |= has[id] |= 1 << n; });
    const bits = (mask) => { let n = 0; for (; mask; mask &= mask - 1) n++; return n; };
    reckon();
    const telling = asked.map(({ words, strict }) => strict || !index.idle.has(words[0])), all = (1 << asked.length) - 1;
    const some = telling.includes(true) && telling.includes(false) && !has.includes(all);
    if (some) {
      [asked, found] = [asked, found].map((list) => list.filter((_, n) => telling[n]));
      has.fill(0);
      whole.fill(0);
      reckon();
    }
    let wanted = 1;
    for (const mask of whole) if (mask) wanted = Math.max(wanted, bits(mask));
    const entries = new Map(), good = [];
    has.forEach((mask, id) => {
      const key = index.head[id];
      if (!mask || bits(whole[key]) < wanted) return;
      if (bits(mask) === wanted) good.push(id);
      if (!entries.has(key)) entries.set(key, { key, ids: [] });
      if (id !== key) entries.get(key).ids.push(id);
    });
    const near = await reckonNearness(found, good);
    const score = (id) => 100 * bits(has[id]) + (near.get(id) || 0) + found.reduce((sum, { fit }) => sum + fit[id], 0);
    const groups = new Map(Object.keys(names).map((kind) => [kind, []]));
    for (const entry of entries.values()) {
      // The best passage, a headline with the words, how many passages there are.
      const scores = new Map(entry.ids.map((id) => [id, score(id)]));
      entry.ids.sort((a, b) => scores.get(b) - scores.get(a) || a - b);
      entry.score = has[entry.key] ? score(entry.key) * (entry.ids.length ? .1 : 1) : 0;
      if (entry.ids.length) entry.score += scores.get(entry.ids[0]) + Math.log2(entry.ids.length);
      groups.get(index.kind[entry.key]).push(entry);
    }
    const ordered = [...groups].filter(([, list]) => list.length);
    for (const [, list] of ordered) list.sort((a, b) => b.score - a.score || a.key - b.key);
    if (own !== turn) return;

    const lost = asked.filter((_, n) => !found[n].some), offers = new Set();
    for (const { words } of lost) {
      const strange = [];
      for (const word of words) if (!index.common.has(word) && !(await exactly(word))) strange.push(word);
      if (!strange.length) offers.add(words.join(" "));
      for (const word of strange) for (const one of await nearest(word)) offers.add(one);
    }
    const none = (list) => list.map(({ words }) => quote(words.join(" "))).join(", ") + (list.length > 1 ? " are" : " is") + " not in this book";
    const report = asked.map((one, n) => (found[n].slip ? none([one]) + "; shown is " + quote(found[n].slip) + ". " : ""));
    if (some) report.unshift("Looked for ", asked.map(({ words }) => quote(words.join(" "))).join(", "), ". ");
    if (lost.length) report.push(none(lost) + ". ");
    else if (wanted < asked.length) report.push("No document has all the words; shown are those with most of them. ");
    if (entries.size) report.push(entries.size, entries.size === 1 ? " result" : " results", " for ", quote(said), ": ", ordered.map(([kind, list]) => names[kind].toLowerCase() + " " + list.length).join(", "), ".");
    else report.push(offers.size ? "Below is what comes nearest." : "The contents and the index lead to all that is.");
    const used = new Set(found.flatMap((one) => one.used));
    const sections = await Promise.all(ordered.map(([kind, list]) => section(kind, list, used)));
    if (offers.size) sections.unshift(make("section", "nearest", make("h2", "part", "Nearest in this book"), make("ul", "jump", ...[...offers].map((word) => make("li", "", offer(word))))));
    if (own !== turn) return;
    results.replaceChildren(...sections);
    count.textContent = report.join("");
  }

  // Showing ----------------------------------------------------------------------------------------------------

  const make = (tag, name, ...parts) => { const element = document.createElement(tag); if (name) element.className = name; element.append(...parts); return element; };
  const link = (href, parts) => { const a = make("a", "", ...parts); a.href = document.documentElement.dataset.root + href; return a; };

  function offer(word) {
    const a = link("search.html?q=" + encodeURIComponent(word), [word]);
    a.addEventListener("click", (event) => { event.preventDefault(); box.value = word; start("asked"); });
    return a;
  }

  function marked(text, used, limit) {
    const hits = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].flatMap(({ 0: word, index: at }) => {
      const found = unspaced.test(word)
        ? [...used].filter((one) => unspaced.test(one) && word.includes(one)).flatMap((one) => [word.indexOf(one), word.indexOf(one) + one.length])
        : split(word).some(([one]) => used.has(one)) ? [0, word.length] : [];
      return found.length ? [[at + Math.min(...found), at + Math.max(...found)]] : [];
    });
    const parts = [];
    let from = 0, to = text.length;
    if (limit && text.length > limit) {
      const middle = hits.length ? hits[0][0] : 0;
      from = Math.max(0, text.lastIndexOf(". ", middle) + 1);
      if (middle - from > limit / 2) from = Math.max(0, text.indexOf(" ", middle - limit / 2));
      to = Math.min(text.length, from + limit);
      if (to < text.length) to = text.lastIndexOf(" ", to);
      if (to <= from) to = text.length;
    }
    let done = from;
    if (from > 0) parts.push("… ");
    for (const [start, end] of hits) {
      if (start < done || end > to) continue;
      parts.push(text.slice(done, start), make("mark", "", text.slice(start, end)));
      done = end;
    }
    parts.push(text.slice(done, to));
    if (to < text.length) parts.push(" …");
    return parts;
  }

  async function section(kind, entries, used) {
    const list = make("div"), all = make("section", "", make("h2", "part", names[kind], " ", make("span", "number", String(entries.length))), list);
    all.setAttribute("aria-label", names[kind]);
    const more = async (from) => {
      list.append(...await Promise.all(entries.slice(from, from + SHOWN).map((entry) => result(kind, entry, used))));
      if (from + SHOWN >= entries.length) return;
      const button = make("button", "", "Show more");
      button.type = "button";
      button.addEventListener("click", async () => { button.remove(); await more(from + SHOWN); list.children[from + SHOWN].querySelector("a").focus(); });
      all.append(button);
    };
    await more(0);
    return all;
  }

  async function result(kind, { key, ids }, used) {
    const [[href, title, text, note], ...passages] = await pick("records", [key, ...ids.slice(0, PASSAGES)]);
    const item = make("div", "result", make("h3", "", link(href, marked(title, used))));
    if (text && kind !== "article") item.append(make("p", "", ...marked(text, used, 320)));
    if (note) item.append(make("p", "by", note));
    for (const [place, , words, name] of passages) item.append(make("p", "", link(place, [name]), " ", ...marked(words, used, 260)));
    if (ids.length > PASSAGES) item.append(make("p", "by", ids.length - PASSAGES + " more here"));
    return item;
  }

  // The box, the keys and the address --------------------------------------------------------------------------

  let timer = 0, settled = true;
  function start(remember) {
    clearTimeout(timer);
    if (remember) {
      const address = new URL(location.href);
      address.hash = "";
      if (box.value) address.searchParams.set("q", box.value); else address.searchParams.delete("q");
      // Back leads to the question before, not to its letters one by one.
      const step = settled && location.search && address.href !== location.href ? "pushState" : "replaceState";
      try { history[step](null, "", address); } catch { /* from a disk some browsers refuse; the search works all the same */ }
    }
    settled = remember !== "typing";
    search(box.value).catch(() => { count.textContent = "The search index could not be loaded."; });
  }
  const read = () => { box.value = new URLSearchParams(location.search).get("q") || ""; };

  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => start("typing"), 120); });
  box.form.addEventListener("submit", (event) => { event.preventDefault(); start("asked"); });
  addEventListener("popstate", () => { read(); start(""); });
  // Arrow keys walk from the box through the results and back; Esc leads back to the box.
  document.addEventListener("keydown", (event) => {
    const stops = [box, ...results.querySelectorAll("h3 a, .nearest a")], at = stops.indexOf(document.activeElement);
    const next = stops[at + ({ ArrowDown: 1, ArrowUp: -1, Escape: -at }[event.key] || 0)];
    if (at < 0 || !next || next === stops[at] || event.defaultPrevented) return;
    event.preventDefault();
    next.focus();
  });
  for (const note of document.querySelectorAll(".noscript")) note.hidden = true;
  read();
  if (box.value) start(""); else box.focus();
})();
