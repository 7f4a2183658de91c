// Is this pupil number, learner number, provider number or UCAS number one that can exist?
// Formats and check characters: domain reference, section 6. A UPN is right only during a school career, so it is never
// a sign-in or part of an address, and no fixed list of local authorities is asked (section 6.1).

/** The standard form, or what is wrong with the text. `expected` is the check letter that its digits call for. */
export type IdentifierCheck =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly why: 'shape' }
  | { readonly ok: false; readonly why: 'check-letter'; readonly expected: string }
  | { readonly ok: false; readonly why: 'check-digit' | 'placeholder' };

/** Check letters in the order of the remainder; no I, O or S. Also the values of a temporary number's last letter. */
const upnLetters = 'ABCDEFGHJKLMNPQRTUVWXYZ';

const written = (text: string): string => text.replace(/[\s-]/g, '').toUpperCase();

/** The check letter of the last twelve characters of a UPN, such as `801200005001`. */
export function upnCheckLetter(rest: string): string {
  let sum = 0;
  for (const [index, character] of Array.from(rest).entries()) {
    const value = /\d/.test(character) ? Number(character) : upnLetters.indexOf(character);
    sum += value * (index + 2);
  }
  return upnLetters.charAt(sum % 23);
}

/**
 * A unique pupil number: check letter, eleven digits, and a digit or (temporary) a letter.
 * `checkUpn('A801200005001')` says that it would begin with B.
 */
export function checkUpn(text: string): IdentifierCheck {
  const value = written(text);
  if (!/^[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]$/.test(value)) return { ok: false, why: 'shape' };
  const expected = upnCheckLetter(value.slice(1));
  return value.startsWith(expected) ? { ok: true, value } : { ok: false, why: 'check-letter', expected };
}

/** The tenth digit of the nine digits of a learner number, or null where no number can begin so. */
export function ulnCheckDigit(nine: string): string | null {
  const sum = Array.from(nine).reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  return sum % 11 === 0 ? null : String(10 - (sum % 11));
}

/** A unique learner number: ten digits, the first not zero. `9999999999` stands for "not yet known" in the sector. */
export function checkUln(text: string): IdentifierCheck {
  const value = written(text);
  if (!/^[1-9]\d{9}$/.test(value)) return { ok: false, why: 'shape' };
  if (value === '9999999999') return { ok: false, why: 'placeholder' };
  return ulnCheckDigit(value.slice(0, 9)) === value.slice(9) ? { ok: true, value } : { ok: false, why: 'check-digit' };
}

/** A UK provider reference number: eight digits, the first a 1. */
export function checkUkprn(text: string): IdentifierCheck {
  const value = written(text);
  return /^1\d{7}$/.test(value) ? { ok: true, value } : { ok: false, why: 'shape' };
}

/** A UCAS personal id: ten digits; no check digit is published. */
export function checkUcasId(text: string): IdentifierCheck {
  const value = written(text);
  return /^\d{10}$/.test(value) ? { ok: true, value } : { ok: false, why: 'shape' };
}
