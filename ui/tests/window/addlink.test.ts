import { screen, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { addressProblem } from '../../src/lib/dialog/addlink.svelte';
import { freeHue, intervalFor } from '../../src/lib/dialog/suggested';
import { openWindow, type Opened } from './open';

async function tryAddress(address: string): Promise<Opened & { dialog: HTMLElement }> {
  const opened = await openWindow();
  await opened.user.click(screen.getByRole('button', { name: 'Add a calendar link' }));
  const dialog = screen.getByRole('dialog', { name: 'Add a calendar link' });
  if (address) await opened.user.type(within(dialog).getByLabelText('Calendar link'), address);
  await opened.user.click(within(dialog).getByRole('button', { name: 'Check link' }));
  return { ...opened, dialog };
}

test.each([
  ['', 'Paste a link first.', ''],
  ['rowing', 'This is not a calendar link.', 'A link starts with https://'],
  ['ftp://rowing.example/a.ics', 'This is not a calendar link.', 'A link starts with https://'],
  ['https://x.example/gone', 'There is no calendar at this address (404).', 'Copy the link again'],
  ['https://x.example/secret', 'The server asks for a sign-in (401).', 'secret iCal address'],
  ['https://x.example/page', 'answers with a web page', 'Look for “iCal”'],
  ['https://x.example/slow', 'did not answer within 30 seconds', 'Try again in a minute'],
])('%j is refused with a reason and a remedy', async (address, message, remedy) => {
  const { dialog } = await tryAddress(address);
  const alert = await within(dialog).findByRole('alert');
  expect(alert).toHaveTextContent(message);
  expect(alert.textContent).toContain(remedy);
  expect(within(dialog).queryByRole('button', { name: 'Add calendar' })).not.toBeInTheDocument();
  expect(within(dialog).getByLabelText('Calendar link')).toHaveAttribute('aria-invalid', 'true');
});

test('what could not be read and what is not encrypted is said before adding', async () => {
  const { dialog } = await tryAddress('http://rowing.example/odd.ics');
  const warnings = await within(dialog).findByRole('list', { name: 'Warnings' });
  expect(warnings).toHaveTextContent('2 entries could not be read and were set aside.');
  expect(warnings).toHaveTextContent('One time zone is unknown.');
  expect(warnings).toHaveTextContent('This link is not encrypted (http).');
  expect(within(dialog).getAllByText(/This link is not encrypted/)).toHaveLength(1);
});

test('a link without encryption is warned of while it is typed', async () => {
  const { user } = await openWindow();
  await user.click(screen.getByRole('button', { name: 'Add a calendar link' }));
  const dialog = screen.getByRole('dialog', { name: 'Add a calendar link' });
  await user.type(within(dialog).getByLabelText('Calendar link'), 'http://rowing.example/');
  expect(dialog).toHaveTextContent('This link is not encrypted (http).');
});

test('another address needs another test', async () => {
  const { dialog, user } = await tryAddress('https://rowing.example/a.ics');
  await within(dialog).findByTestId('feed-preview');
  await user.type(within(dialog).getByLabelText('Calendar link'), 'x');
  expect(within(dialog).queryByTestId('feed-preview')).not.toBeInTheDocument();
  expect(within(dialog).getByRole('button', { name: 'Check link' })).toBeEnabled();
});

test('a pasted link is tested at once', async () => {
  const { user } = await openWindow();
  await user.click(screen.getByRole('button', { name: 'Add a calendar link' }));
  await user.paste('  webcal://rowing.example/a.ics\n');
  expect(await screen.findByTestId('feed-preview')).toBeVisible();
  expect(screen.getByLabelText('Calendar link')).toHaveValue('webcal://rowing.example/a.ics');
});

test('a chosen file is tested at once', async () => {
  const { user } = await openWindow();
  await user.click(screen.getByRole('button', { name: 'Add a calendar link' }));
  await user.click(screen.getByRole('button', { name: 'Choose a file…' }));
  expect(await screen.findByTestId('feed-preview')).toBeVisible();
  expect(screen.getByLabelText('Calendar link')).toHaveValue('/home/mia/Downloads/rowing.ics');
});

test('a link that cannot be added stays on the form with the reason', async () => {
  const refuse = { kind: 'no_keychain', message: 'No keychain answers.', remedy: 'Start one.' };
  const { user } = await openWindow({}, (backend) => (backend.addFeed = () => Promise.reject(refuse)));
  await user.click(screen.getByRole('button', { name: 'Add a calendar link' }));
  await user.paste('https://rowing.example/a.ics');
  await screen.findByTestId('feed-preview');
  const dialog = screen.getByRole('dialog', { name: 'Add a calendar link' });
  await user.click(within(dialog).getByRole('button', { name: 'Add calendar' }));
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('No keychain answers. Start one.');
  expect(within(dialog).getByLabelText('Calendar link')).toHaveAttribute('aria-invalid', 'false');
  expect(within(dialog).getByRole('button', { name: 'Add calendar' })).toBeEnabled();
});

describe('what a test suggests', () => {
  test.each([
    [null, 5],
    [1, 1],
    [7, 5],
    [30, 30],
    [45, 30],
    [1440, 60],
  ] as const)('a feed that asks for %j minutes is read every %i', (suggested, every) => {
    expect(intervalFor(suggested)).toBe(every);
  });

  test.each([
    ['https://a.example/x', true],
    ['webcals://a.example/x', true],
    ['HTTP://a.example/x', true],
    ['/home/mia/a.ics', true],
    ['C:\\Users\\mia\\a.ics', true],
    ['https://', false],
    ['javascript:alert(1)', false],
    ['https://a b/x', false],
  ])('%j can be tried: %s', (address, can) => {
    expect(addressProblem(address) === null).toBe(can);
  });

  test('the colour that is used least comes first, blue where none is used', async () => {
    const { backend } = await openWindow();
    expect(freeHue([])).toBe('blue');
    expect(freeHue(backend.calendars)).toBe('orange');
  });
});
