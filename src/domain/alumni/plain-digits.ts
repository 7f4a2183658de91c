// Which digits did somebody type?

/** Digits as keyboards of Arabic, Persian and Urdu write them, in the ones that everything else reads. */
export const plainDigits = (typed: string): string =>
  typed.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) % 16));
