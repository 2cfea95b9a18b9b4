// The reader's choices: light or dark, size of type, previews. Kept in this browser, sent nowhere.
// Loaded in the head without `defer`, so that the first paint is already right.
"use strict";

const briefbook = (() => {
  const root = document.documentElement;
  const choices = {
    theme: ["Light or dark", { "": "As the system", light: "Light", dark: "Dark" }],
    size: ["Type", { small: "Smaller", "": "Normal", large: "Larger" }],
    previews: ["Previews", { "": "On", off: "Off" }],
  };

  // A browser may refuse storage, on a disk or in private: then a choice lasts as long as the page.
  const read = (name) => { try { return localStorage.getItem("briefbook-" + name) || ""; } catch { return ""; } };
  const keep = (name, value) => { try { localStorage.setItem("briefbook-" + name, value); } catch { /* as said */ } };
  const apply = (name, value) => { if (value) root.dataset[name === "previews" ? "hints" : name] = value; else delete root.dataset[name === "previews" ? "hints" : name]; };

  for (const name of Object.keys(choices)) {
    const value = read(name);
    if (value in choices[name][1]) apply(name, value);
  }

  function offer(place) {
    for (const [name, [title, values]] of Object.entries(choices)) {
      if (name === "previews" && root.dataset.previews === "0") continue;
      const set = document.createElement("fieldset");
      const legend = document.createElement("legend");
      legend.textContent = title;
      set.append(legend);
      for (const [value, text] of Object.entries(values)) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = text;
        button.setAttribute("aria-pressed", String(read(name) === value));
        button.addEventListener("click", () => {
          keep(name, value);
          apply(name, value);
          for (const other of set.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
        });
        set.append(button);
      }
      place.append(set);
    }
    place.hidden = false;
  }

  // "Copy" after what is made to be copied.
  function copying(words) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.dataset.copied = "";
    const text = words.textContent;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        const range = document.createRange();
        range.selectNodeContents(words);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        button.textContent = "Selected: press Ctrl C";
      }
    });
    words.append(button);
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const place of document.querySelectorAll(".settings")) offer(place);
    for (const words of document.querySelectorAll("[data-copy]")) copying(words);
  });

  // Data comes in scripts that call `briefbookData(name, value)`: that works from a disk, where fetching does not.
  const waiting = new Map();
  const known = new Map();
  window.briefbookData = (name, value) => known.set(name, value);
  function load(name, path) {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = root.dataset.root + path;
        script.onload = () => resolve(known.get(name));
        script.onerror = () => reject(new Error(path));
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  }

  return { load };
})();
