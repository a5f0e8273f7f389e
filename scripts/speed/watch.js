// Notes when the page last changed, when it first showed what is awaited, and whether a script ran.
(() => {
  const watch = { from: 0, last: 0, seen: null, ran: false, awaited: null };
  window.speed = watch;
  const state = () =>
    document.querySelector('[data-testid="stApp"]')?.getAttribute("data-test-script-state");
  const heading = () =>
    [...document.querySelectorAll('[data-testid="stMain"] :is(h1, h2, h3)')]
      .map((one) => one.textContent).join("\n");
  watch.begin = () => {
    Object.assign(watch, { from: 0, seen: null, ran: false, awaited: heading() });
  };
  watch.settled = (quiet) =>
    watch.from >= 0 && watch.last > watch.from && state() === "notRunning"
    && performance.now() - watch.last > quiet
    && (watch.ran || performance.now() - watch.from > 3000);
  const note = (records) => {
    if (state() === "running") watch.ran = true;
    const shown = records.some(({ target }) => {
      const element = target.nodeType === 1 ? target : target.parentElement;
      return !element?.closest('[data-testid="stHeader"], [data-testid="stStatusWidget"], head');
    });
    if (!shown) return;
    watch.last = performance.now();
    if (watch.seen === null && heading() !== (watch.awaited ?? "")) watch.seen = watch.last;
  };
  new MutationObserver(note).observe(document, {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
  const act = () => { if (!watch.from) watch.from = performance.now(); };
  for (const kind of ["pointerup", "keydown"]) addEventListener(kind, act, { capture: true });
})();
