// Reads mail addresses from what is typed or pasted.
import type { PersonView } from '../../ipc/bindings';

export interface Addresses {
  good: { email: string; name: string }[];
  /** Pieces that are no address, as typed. */
  bad: string[];
}

// The forms that mail servers take in practice (RFC 5321 §4.1.2), without quoted local parts.
const address =
  /^[^\s@<>()[\],;:"\\]+@[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u;

export const isAddress = (text: string): boolean => address.test(text);

/** "ana@a.example, Jonas Weber <jonas@b.example>; x" gives two addresses and "x". Each address once. */
export function parseAddresses(text: string): Addresses {
  const found: Addresses = { good: [], bad: [] };
  for (const piece of pieces(text)) {
    const person = namedAddress(piece);
    if (!person) found.bad.push(piece);
    else if (!found.good.some((one) => sameAddress(one.email, person.email))) found.good.push(person);
  }
  return found;
}

export const sameAddress = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** A guest who was not asked yet. */
export function newGuest({ email, name }: { email: string; name: string }): PersonView {
  return {
    name,
    email,
    participation: 'needs-action',
    role: 'required',
    resource: false,
    me: false,
    comment: '',
  };
}

/** Split at commas, semicolons and lines outside of quotes; bare addresses also at blanks. */
function pieces(text: string): string[] {
  const parts = text.match(/(?:"[^"]*"|[^,;\n\r"])+/g) ?? [];
  return parts.flatMap((part) => {
    const trimmed = part.trim();
    const words = trimmed.split(/\s+/);
    return words.length > 1 && words.every((word) => word.includes('@')) && !trimmed.includes('<')
      ? words
      : trimmed === ''
        ? []
        : [trimmed];
  });
}

function namedAddress(piece: string): { email: string; name: string } | null {
  const named = /^(.*)<([^<>]*)>$/.exec(piece);
  const email = (named?.[2] ?? piece).trim().replace(/^mailto:/i, '');
  if (!isAddress(email)) return null;
  const name = (named?.[1] ?? '')
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();
  return { email, name: sameAddress(name, email) ? '' : name };
}
