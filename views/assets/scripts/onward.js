// Small comforts for browsers with scripting; every page works without them.
(() => {
  // After a form comes back with errors, screen readers and keyboards start at the summary.
  const summary = document.querySelector('[data-error-summary]');
  if (summary instanceof HTMLElement) summary.focus();

  // A second press while the first is on its way sends nothing.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (form.dataset.sent !== undefined) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = '';
    setTimeout(() => delete form.dataset.sent, 5000);
  });
  addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // A part marked data-live is fetched again from its own page while it says that it is still moving.
  const live = document.querySelector('[data-live]');
  const again = async () => {
    const part = document.querySelector('[data-live]');
    if (part === null || document.hidden) return;
    const answer = await fetch(location.href, { credentials: 'same-origin' });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-live]');
    if (fresh === null) location.reload();
    else if (!part.contains(document.activeElement)) part.replaceWith(fresh);
  };
  const stream = live instanceof HTMLElement ? live.dataset.stream : undefined;
  if (stream !== undefined && 'EventSource' in window) {
    // The page's own server writes the part; what has the focus is left alone until it has not.
    new EventSource(stream).addEventListener('counts', (event) => {
      const part = document.querySelector('[data-live]');
      const fresh = new DOMParser().parseFromString(JSON.parse(event.data), 'text/html').querySelector('[data-live]');
      if (part !== null && fresh !== null && !part.contains(document.activeElement)) part.replaceWith(fresh);
    });
  } else if (live !== null) {
    setInterval(() => {
      again().catch(() => undefined); // the next turn tries again
    }, 2000);
  }
})();
