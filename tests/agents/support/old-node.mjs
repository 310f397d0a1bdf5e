// The conformance checks import `globSync` of Node 22 for a command that is not used here; before
// that version they could not even start.
import fs from 'node:fs';
import { register } from 'node:module';

const text = (source) => `data:text/javascript,${encodeURIComponent(source)}`;

if (!('globSync' in fs)) {
  const whole = text("export * from 'node:fs'; export { default } from 'node:fs'; export const globSync = () => [];");
  register(
    text(`export const resolve = (name, context, next) =>
      name === 'fs' && context.parentURL?.includes('@modelcontextprotocol/conformance')
        ? { url: ${JSON.stringify(whole)}, shortCircuit: true }
        : next(name, context);`),
  );
}
