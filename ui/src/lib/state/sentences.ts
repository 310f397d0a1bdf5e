// Engine messages as sentences. The engine writes them to be joined, in lower case and without a full stop.
import type { Problem } from '../ipc/bindings';

/** With a capital first letter and an end. A first word that is a name (`ics.example`, `iCal`) keeps its letters. */
export function sentence(text: string): string {
  const begun = text.trim().replace(/^\p{Ll}+(?=[\s,:;.]?\s|[,:;.]?$)/u, (word) => capital(word));
  return begun === '' || /[.!?…]$/u.test(begun) ? begun : `${begun}.`;
}

/** What went wrong and what to do, in a line; the remedy only where the message does not say it already. */
export function problemText({ message, remedy }: Problem): string {
  const said = sentence(message);
  const advice = sentence(remedy);
  return said.toLowerCase().includes(advice.toLowerCase()) ? said : `${said} ${advice}`;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
