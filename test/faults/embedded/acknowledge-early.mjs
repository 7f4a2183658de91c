// The control of the crash tests, loaded into the server before anything else: LMDB as it is, but whoever waits for a
// commit is told that it is done as soon as the changes are made, some milliseconds before they are committed. A ledger
// that does not notice this would notice nothing.
import { register } from 'node:module';
import { URL } from 'node:url';

const wrapper = new URL('./early-lmdb.mjs', import.meta.url).href;
const hooks = `
  export const resolve = (specifier, context, next) =>
    specifier === 'lmdb' && context.parentURL !== ${JSON.stringify(wrapper)}
      ? { url: ${JSON.stringify(wrapper)}, shortCircuit: true }
      : next(specifier, context);
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
