// Offers names of a list while somebody types, as a combobox with a list under it (ARIA 1.2). Without it the server asks
// "which of these do you mean?" after Continue; whatever goes wrong here, that is what happens.
(() => {
  const quietMs = 200;
  const fewest = 2;

  const make = (tag, attributes) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  const enhance = (input) => {
    const { name, id } = input;
    const form = input.form;
    const label = document.querySelector(`label[for="${id}"]`);
    if (label !== null) label.id ||= `${id}-label`;
    const list = make('ul', { class: 'onward-name__list', id: `${id}-names`, role: 'listbox', hidden: '' });
    if (label !== null) list.setAttribute('aria-labelledby', label.id);
    const said = make('div', { class: 'govuk-visually-hidden', role: 'status', id: `${id}-names-said` });
    input.after(list, said);
    for (const [attribute, value] of Object.entries({
      ...{ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id },
    })) {
      input.setAttribute(attribute, value);
    }

    let offered = [];
    let at = -1;
    let waiting;
    let asked = 0;

    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    };

    const mark = (next) => {
      at = next;
      [...list.children].forEach((option, place) => option.setAttribute('aria-selected', String(place === at)));
      if (at < 0) input.removeAttribute('aria-activedescendant');
      else {
        input.setAttribute('aria-activedescendant', list.children[at].id);
        list.children[at].scrollIntoView({ block: 'nearest' });
      }
    };

    // Which one is meant goes along with what is typed; typing on takes it back.
    const unpick = () => {
      for (const field of form.querySelectorAll(`[name="${name}-pick"]`)) {
        if (field.type === 'hidden') field.remove();
        else field.checked = false;
      }
    };
    const pick = (place) => {
      const { code, name: chosen } = offered[place];
      unpick();
      input.value = chosen;
      input.after(make('input', { type: 'hidden', name: `${name}-pick`, value: code }));
      said.textContent = input.dataset.chosen.replace('#', chosen);
      close();
    };

    const show = (names) => {
      offered = names;
      list.replaceChildren(
        ...names.map(({ name: text, note }, place) => {
          const attributes = { class: 'onward-name__option', role: 'option', id: `${id}-name-${place}` };
          const option = make('li', { ...attributes, 'aria-selected': 'false' });
          option.textContent = note === undefined ? text : `${text}, ${note}`;
          // Before the field loses the focus, which would close the list.
          option.addEventListener('mousedown', (event) => event.preventDefault());
          option.addEventListener('click', () => pick(place));
          return option;
        }),
      );
      at = -1;
      input.removeAttribute('aria-activedescendant');
      list.hidden = names.length === 0;
      input.setAttribute('aria-expanded', String(names.length > 0));
      said.textContent =
        names.length === 0 ? input.dataset.nothing : input.dataset.found.replace('#', String(names.length));
    };

    const look = async () => {
      const text = input.value.trim();
      const turn = (asked += 1);
      if (text.length < fewest) {
        close();
        return;
      }
      const answer = await fetch(`${input.dataset.names}?q=${encodeURIComponent(text)}`, { credentials: 'omit' });
      if (!answer.ok) return;
      const names = await answer.json();
      if (turn === asked && document.activeElement === input) show(names);
    };

    input.addEventListener('input', () => {
      unpick();
      clearTimeout(waiting);
      waiting = setTimeout(() => look().catch(close), quietMs);
    });
    input.addEventListener('blur', () => {
      clearTimeout(waiting);
      asked += 1;
      close();
    });
    input.addEventListener('keydown', (event) => {
      const open = !list.hidden;
      const last = offered.length - 1;
      if (event.key === 'ArrowDown' && !open) look().catch(close);
      else if (event.key === 'ArrowDown') mark(at === last ? 0 : at + 1);
      else if (event.key === 'ArrowUp' && open) mark(at <= 0 ? last : at - 1);
      else if (event.key === 'Enter' && open && at >= 0) pick(at);
      else if (event.key === 'Escape' && open) close();
      else return;
      event.preventDefault();
    });
  };

  for (const input of document.querySelectorAll('input[data-names]')) enhance(input);
})();
