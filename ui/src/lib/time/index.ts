/** Day numbers, views, text of a locale, and offsets for labels. Nothing here reads a clock. */
export * from './convert';
export * from './day';
export * from './format';
export * from './locale';
export * from './view';
export * from './zone';
