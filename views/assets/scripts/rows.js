// Saves a row of a grid where it stands. The form goes as it would without this, and from the page that answers only the rows
// are taken: the saved one, and every other that nobody is at work on. Whatever else comes back is shown as a whole page.
(() => {
  const said = document.querySelector('[data-rows-said]');
  if (said === null) return;
  let leaving = false;

  const say = (text) => {
    said.textContent = text;
  };
  const isTouched = (row) => row.dataset.touched !== undefined;

  document.addEventListener('input', (event) => {
    const row = event.target.closest('[data-row]');
    if (row === null || isTouched(row)) return;
    row.dataset.touched = '';
    row.querySelector('[data-row-state]').textContent = 'Not saved yet';
  });

  /** Puts the rows of a fresh page in the place of ours; the saved one is gone where it is no longer on the list. */
  const take = (fresh, saved) => {
    for (const row of document.querySelectorAll('[data-row]')) {
      const own = row.id === saved;
      if (!own && (isTouched(row) || row.contains(document.activeElement))) continue;
      const next = fresh.getElementById(row.id);
      const focused = row.contains(document.activeElement) ? document.activeElement.id : '';
      const open = row.querySelector('details')?.open === true && !own;
      if (next === null) {
        const other = row.nextElementSibling ?? row.previousElementSibling;
        row.remove();
        if (own) other?.querySelector('select, input:not([type="hidden"])')?.focus();
        continue;
      }
      row.replaceWith(next);
      if (open) next.querySelector('details').open = true;
      if (focused !== '') document.getElementById(focused)?.focus();
      else if (own && document.activeElement === document.body) next.querySelector('button').focus();
    }
    const counts = document.querySelector('[data-rows-counts]');
    const freshCounts = fresh.querySelector('[data-rows-counts]');
    if (counts !== null && freshCounts !== null && !counts.contains(document.activeElement)) counts.replaceWith(freshCounts);
  };

  const read = async (answer) => new DOMParser().parseFromString(await answer.text(), 'text/html');

  const save = async (form) => {
    const row = form.closest('[data-row]');
    const name = row.querySelector('th a').textContent;
    let answer;
    try {
      answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'same-origin' });
    } catch {
      delete form.dataset.sent;
      row.querySelector('[data-row-state]').textContent = 'Not saved: there is no connection. Press Save again.';
      say(`${name}: not saved, there is no connection.`);
      return;
    }
    if (!answer.ok || !answer.redirected) {
      leaving = true;
      form.submit(); // nothing was written; the page that says why comes the ordinary way
      return;
    }
    const fresh = await read(answer);
    take(fresh, row.id);
    say(`${name}: ${fresh.querySelector('.onward-notice__text')?.textContent ?? 'Saved.'}`);
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.closest('[data-row]') === null) return;
    event.preventDefault();
    save(form);
  });

  document.addEventListener('keydown', (event) => {
    const field = event.target;
    const row = field instanceof Element ? field.closest('[data-row]') : null;
    if (row === null || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    row.querySelector('form').requestSubmit();
    const next = row.nextElementSibling;
    const name = field.getAttribute('name');
    (next?.querySelector(`[name="${CSS.escape(name ?? '')}"]`) ?? next?.querySelector('select, input:not([type="hidden"])'))?.focus();
  });

  // Whoever comes back to the page finds what others saved meanwhile.
  document.addEventListener('visibilitychange', async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { credentials: 'same-origin' });
      if (answer.ok && !answer.redirected) take(await read(answer), '');
    } catch {
      // what is shown stays until the next time
    }
  });

  addEventListener('beforeunload', (event) => {
    if (!leaving && document.querySelector('[data-row][data-touched]') !== null) event.preventDefault();
  });
})();
