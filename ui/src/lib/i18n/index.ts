// Looks messages up in the catalogue of the current language and fills in their parameters.
// A language is a catalogue with the shape of `en`; nothing else changes when one is added.
import { en } from './en';

export type Key = keyof typeof en;
export type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
export type Catalogue = { readonly [K in Key]: (typeof en)[K] extends string ? string : PluralForms };

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type TextOf<K extends Key> = (typeof en)[K] extends { other: infer Other } ? Other : (typeof en)[K];
type PluralName<K extends Key> = (typeof en)[K] extends { other: string } ? 'n' : never;
type NamesOf<K extends Key> = NamesIn<TextOf<K>> | PluralName<K>;
type Parameters<K extends Key> = [NamesOf<K>] extends [never]
  ? []
  : [values: Record<NamesOf<K>, string | number>];

let catalogue: Catalogue = en;
let plurals = new Intl.PluralRules('en');

/** Switches the language of all later messages. */
export function setLanguage(language: string, messages: Catalogue): void {
  catalogue = messages;
  plurals = new Intl.PluralRules(language);
}

/** The message for `key`; a plural message is chosen by its parameter `n`. */
export function t<K extends Key>(key: K, ...values: Parameters<K>): string {
  const message: string | PluralForms = catalogue[key];
  const filled: Record<string, string | number> = values[0] ?? {};
  const text =
    typeof message === 'string'
      ? message
      : (message[plurals.select(Number(filled['n'] ?? 0))] ?? message.other);
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(filled[name] ?? ''));
}
