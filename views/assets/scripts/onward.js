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

  // Keys for reviewing, where the page explains them. Letters alone count, never while somebody writes, and they can be
  // turned off for good on this machine.
  const keys = document.querySelector('[data-keys]');
  const toggle = document.querySelector('[data-keys-toggle]');
  if (keys instanceof HTMLElement && toggle instanceof HTMLElement) {
    const off = () => localStorage.getItem('onward-keys') === 'off';
    const say = () => {
      toggle.textContent = off() ? 'Turn these keys on' : 'Turn these keys off';
    };
    keys.hidden = false;
    say();
    toggle.addEventListener('click', () => {
      localStorage.setItem('onward-keys', off() ? 'on' : 'off');
      say();
    });
    const choose = (form, radio) => {
      if (!(radio instanceof HTMLInputElement)) return;
      radio.checked = true;
      form.querySelector('button[type="submit"]')?.focus();
    };
    const move = (by) => {
      const links = [...document.querySelectorAll('[data-list] tbody th a')];
      const row = document.activeElement?.closest('tr');
      const at = links.findIndex((link) => link.closest('tr') === row);
      links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
    };
    document.addEventListener('keydown', (event) => {
      const writing = event.target instanceof HTMLElement && event.target.matches('textarea, select, input:not([type="radio"], [type="checkbox"])');
      if (off() || writing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const form = document.querySelector('form[data-decide]');
      const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (event.key === 'j') move(1);
      else if (event.key === 'k') move(-1);
      else if (event.key === 'x') document.activeElement?.closest('tr')?.querySelector('.onward-tick')?.click();
      else if (form !== null && /^[1-9]$/.test(event.key))
        choose(form, form.querySelectorAll('input[type="radio"]')[Number(event.key) - 1]);
      else if (form !== null && event.key === 'a' && form.dataset.accept !== undefined)
        choose(form, form.querySelector(`input[type="radio"][value="${CSS.escape(form.dataset.accept)}"]`));
      else if (form !== null && event.key === 'd') form.querySelector('textarea, select')?.focus();
      else if (pressed instanceof HTMLElement) pressed.click();
      else return;
      event.preventDefault();
    });
  }

  // What was typed on a page that is left or closed goes to the server, to be there when somebody comes back.
  const typing = document.querySelector('form[data-keep]');
  if (typing instanceof HTMLFormElement) {
    let changed = false;
    typing.addEventListener('input', () => (changed = true));
    addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'hidden' || !changed || typing.dataset.sent !== undefined) return;
      const fields = new URLSearchParams();
      for (const [name, value] of new FormData(typing)) if (typeof value === 'string') fields.append(name, value);
      fields.set('action', 'keep');
      if (navigator.sendBeacon(location.href, fields)) changed = false;
    });
  }

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
