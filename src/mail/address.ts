// Which addresses are written to, and which names stand beside them?
// Requirement W8: one bare address, in ASCII (other alphabets as A-labels), no quoted local part, no comment, no group,
// at most 254 characters. Checked here before the mail library sees it, because its own reading is more generous.

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}";
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const shape = new RegExp(`^(${atom}(?:\\.${atom})*)@(${label}(?:\\.${label})+)$`);

/** Whether mail may be sent to this address as it stands; nothing is trimmed or mended. */
export function isMailAddress(address: string): boolean {
  if (address.length > 254) return false;
  const [, local = '', domain = ''] = shape.exec(address) ?? [];
  return local !== '' && local.length <= 64 && !/\.[0-9]+$/.test(domain);
}

// Control characters end a header or hide what follows; direction marks and zero-width ones make a name look like another.
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu;

/** A name fit to stand in a header: hidden characters out, white space single, at most 100 characters. */
export const displayName = (name: string): string =>
  Array.from(name.replace(hidden, ' ').replace(/\s+/g, ' ').trim()).slice(0, 100).join('').trim();
