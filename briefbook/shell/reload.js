// Added by `briefbook serve` alone: reloads a page that was rebuilt, and shows what is wrong over the last good one.
(() => {
  "use strict";
  const script = document.currentScript;
  let seen = Number(new URL(script.src).searchParams.get("since"));
  const here = decodeURIComponent(location.pathname.slice(1)) || "index.html";

  const element = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };

  const showFaults = (faults) => {
    document.getElementById("briefbook-faults")?.remove();
    if (!faults.length) return;
    const box = document.createElement("aside");
    box.id = "briefbook-faults";
    box.setAttribute("role", "alert");
    box.append(element("h2", faults.length === 1 ? "One thing is wrong" : `${faults.length} things are wrong`));
    for (const fault of faults) {
      const item = document.createElement("p");
      item.append(element("code", fault.where), element("span", fault.message));
      if (fault.hint) item.append(element("em", fault.hint));
      box.append(item);
    }
    box.append(element("small", "The page is as it was last built. This goes away when the fault does."));
    const close = element("button", "Hide");
    close.type = "button";
    close.addEventListener("click", () => box.remove());
    box.append(close);
    document.body.append(box);
  };

  const take = (news) => {
    if (news.generation > seen || news.restarted) {
      seen = news.generation;
      const touched = (path) => path === here || path.startsWith("assets/");
      if (!news.changed || news.changed.some(touched)) return location.reload();
    }
    showFaults(news.faults);
  };

  // Where events do not come through (a proxy that collects them), asking does.
  const ask = async () => {
    try {
      take(await (await fetch(`/-/state?since=${seen}`)).json());
    } catch { /* the server is away; it may come back */ }
    setTimeout(ask, 1000);
  };

  if (!window.EventSource) return void ask();
  const source = new EventSource(`/-/events?since=${seen}`);
  source.addEventListener("message", (event) => take(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) ask();
  });
})();
