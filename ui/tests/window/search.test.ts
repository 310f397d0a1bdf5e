import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { openWindow, type Opened } from './open';

async function searchFor(text: string): Promise<Opened & { list: HTMLElement }> {
  const opened = await openWindow();
  await opened.user.keyboard('/');
  expect(screen.getByTestId('search-box')).toHaveFocus();
  if (text) await opened.user.type(screen.getByTestId('search-box'), text);
  return { ...opened, list: screen.getByRole('listbox', { name: 'Search' }) };
}

test('an event is found by its text and shown with its day', async () => {
  const { list, user } = await searchFor('brunch');
  const option = await within(list).findByRole('option', { name: /Market and brunch/ });
  expect(option).toHaveTextContent('Sat 21 Nov, 10:00');
  expect(option).toHaveAttribute('aria-selected', 'true');
  await user.keyboard('{Enter}');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  const details = await screen.findByRole('complementary', { name: 'Event details' });
  expect(await within(details).findByRole('heading', { name: 'Market and brunch' })).toBeVisible();
});

test('nothing that changes an event is offered before a word is typed', async () => {
  const { list, user } = await searchFor('');
  expect(within(list).getByRole('option', { selected: true })).toHaveTextContent('Day');
  expect(within(list).queryByRole('option', { name: /^Delete/ })).not.toBeInTheDocument();
  await user.type(screen.getByTestId('search-box'), 'delete');
  expect(within(list).getByRole('option', { name: /^Delete/ })).toBeVisible();
});

test('a command is found by its words and run by Enter', async () => {
  const { backend, list, user } = await searchFor('theme dark');
  expect(within(list).getByRole('option', { name: 'Theme: Dark' })).toBeVisible();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(backend.settings.theme).toBe('dark'));
  expect(document.documentElement.dataset['theme']).toBe('dark');
});

test('arrows walk the results and come round', async () => {
  const { list, user } = await searchFor('theme');
  const chosen = () => within(list).getByRole('option', { selected: true }).textContent;
  await user.keyboard('{ArrowDown}');
  expect(chosen()).toContain('Theme: Light');
  await user.keyboard('{ArrowUp}{ArrowUp}');
  expect(chosen()).toContain('Theme: Dark');
  const active = screen.getByTestId('search-box').getAttribute('aria-activedescendant');
  expect(document.getElementById(active ?? '')).toHaveAttribute('aria-selected', 'true');
});

test('nothing found is said in words', async () => {
  await searchFor('zzz');
  expect(await screen.findByText('No events match “zzz”. Search also looks in the past.')).toBeVisible();
});

test('a search that fails says why', async () => {
  const refuse = { kind: 'store', message: 'Search is not ready.', remedy: 'Try again.' };
  const { user } = await openWindow({}, (backend) => (backend.search = () => Promise.reject(refuse)));
  await user.keyboard('/');
  await user.type(screen.getByTestId('search-box'), 'x');
  expect(await screen.findByRole('alert')).toHaveTextContent('Search is not ready.');
});
