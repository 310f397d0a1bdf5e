import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { auditWords } from '../../src/lib/agents/words';
import { en } from '../../src/lib/i18n/en';
import { openRemote as openWindow, type Opened } from './open';

async function openAgents(options: Parameters<typeof openWindow>[0] = { agents: true }): Promise<Opened> {
  const opened = await openWindow(options);
  await opened.user.keyboard('{Control>},{/Control}');
  await screen.findByTestId('settings-agents');
  return opened;
}

const row = async (name: string) =>
  (await screen.findAllByTestId('agent')).find((one) => one.textContent.includes(name)) as HTMLElement;

test('an agent is added by a name and its configuration is shown for each client', async () => {
  const { user } = await openAgents({});
  await user.click(screen.getByRole('button', { name: 'Add agent' }));
  await user.type(screen.getByLabelText('Name'), 'Travel planner{Enter}');
  const dialog = within(await screen.findByTestId('agent-config'));
  const text = await dialog.findByRole('textbox');
  expect(text).toHaveDisplayValue(/"mcpServers"[^]*"--agent",\s*"Travel planner"[^]*KALENDS_AGENT_TOKEN/);
  expect(dialog.getByText(/claude_desktop_config\.json$/)).toBeVisible();
  await user.click(dialog.getByRole('radio', { name: 'VS Code' }));
  await waitFor(() => expect(dialog.getByRole('textbox')).toHaveDisplayValue(/"servers"/));
  await user.click(dialog.getByRole('button', { name: 'Copy configuration' }));
  expect(await navigator.clipboard.readText()).toContain('"Travel planner"');
  expect(await dialog.findByRole('button', { name: 'Copied' })).toBeVisible();
});

test('a name that is taken is refused where it was typed', async () => {
  const { user } = await openAgents();
  await user.click(screen.getByRole('button', { name: 'Add agent' }));
  await user.type(screen.getByLabelText('Name'), 'Claude{Enter}');
  expect(await screen.findByText(/There is an agent called Claude already/)).toBeVisible();
  expect(screen.getByLabelText('Name')).toHaveDisplayValue('Claude');
});

test('an agent is paused and resumed, alone and with all others', async () => {
  const { backend, user } = await openAgents();
  expect(await row('Claude')).toHaveTextContent(
    /Active.*Claude Desktop 1\.4 · Last seen 14:02 · 5 proposals waiting/,
  );
  await user.click(screen.getByRole('button', { name: 'Pause Claude' }));
  await waitFor(() => expect(backend.acting.agents[0]?.state).toBe('paused'));
  await user.click(await screen.findByRole('button', { name: 'Resume Claude' }));
  await waitFor(() => expect(backend.acting.agents[0]?.state).toBe('active'));
  await user.click(screen.getByRole('switch', { name: /^Pause all agents/ }));
  await waitFor(() => expect(backend.acting.allPaused).toBe(true));
  expect(await row('Claude')).toHaveTextContent('Paused');
});

test('what an agent may see is chosen for each calendar, and its limits', async () => {
  const { backend, user } = await openAgents();
  await row('Claude');
  await user.click(screen.getByRole('button', { name: 'What it may see and do: Claude' }));
  const rights = within(await screen.findByTestId('agent-rights'));
  expect(rights.getByLabelText(/^Work/)).toHaveDisplayValue('Everything');
  expect(rights.getByLabelText(/^Family/)).toHaveDisplayValue('Busy times');
  await user.selectOptions(rights.getByLabelText(/^Family/), 'Nothing');
  await waitFor(() =>
    expect(backend.acting.agents[0]?.sights).toContainEqual({ calendarId: 'family', sight: 'hidden' }),
  );
  const most = rights.getByLabelText('Most proposals waiting');
  await user.clear(most);
  await user.type(most, '5');
  await user.tab();
  await waitFor(() => expect(backend.acting.agents[0]?.maxPending).toBe(5));
});

test('revoking asks first, and the log stays', async () => {
  const { backend, user } = await openAgents();
  await row('Claude');
  await user.click(screen.getByRole('button', { name: 'Revoke Claude' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByRole('button', { name: 'Cancel' })).toHaveFocus();
  await user.click(dialog.getByRole('button', { name: 'Revoke' }));
  await waitFor(() => expect(backend.acting.agents[0]?.state).toBe('revoked'));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Pause Claude' })).not.toBeInTheDocument());
  expect(screen.getByRole('button', { name: 'Log of Claude' })).toBeVisible();
});

test('the log of one agent is in the activity, and is exported', async () => {
  const { backend, user } = await openAgents();
  await row('inbox-bot');
  await user.click(screen.getByRole('button', { name: 'Log of inbox-bot' }));
  const log = await screen.findByTestId('audit');
  await waitFor(() => expect(log).toHaveTextContent('inbox-bot: proposed a change'));
  expect(log).not.toHaveTextContent('Claude');
  await waitFor(() => expect(screen.getByLabelText('Agent')).toHaveDisplayValue('inbox-bot'));
  await user.click(screen.getByRole('button', { name: 'Export' }));
  expect(backend.acting.exported).toEqual(['inbox']);
  expect(await screen.findByTestId('toast')).toHaveTextContent('Saved as kalends-audit.jsonl');
  await user.selectOptions(screen.getByLabelText('Agent'), 'All agents');
  await waitFor(() => expect(log).toHaveTextContent('Claude: proposed a change'));
  expect(log).toHaveTextContent('15:30 – 16:30');
});

test('with the filter of agents the activity shows the log of all', async () => {
  const { user } = await openWindow({ agents: true });
  await user.keyboard('gs');
  await user.click(screen.getByRole('radio', { name: 'Agents' }));
  const log = await screen.findByTestId('audit');
  await waitFor(() => expect(log).toHaveTextContent('You approved Claude’s proposal'));
  const lines = within(log).getAllByRole('listitem');
  const about = (title: string) => lines.find((one) => one.textContent.includes(title));
  expect(about('Customer call: Contoso')).toHaveTextContent(
    /^You approved Claude’s proposal.*\d\d:\d\d Failed Customer/,
  );
  expect(about('Prep: board deck')).toHaveTextContent(/^Claude: proposed a change.*\d\d:\d\d Waiting Prep/);
});

test('the log stays as far as it was read when something new is done', async () => {
  const { backend, user } = await openWindow({ agents: true }, (demo) => {
    const [line] = demo.acting.audit;
    if (!line) throw new Error('the demo has a log');
    demo.acting.audit = Array.from({ length: 130 }, (_, n) => ({
      ...line,
      id: 130 - n,
      title: `#${130 - n}.`,
    }));
  });
  await user.keyboard('gs');
  await user.click(await screen.findByRole('radio', { name: 'Agents' }));
  const log = await screen.findByTestId('audit');
  const lines = () =>
    within(log)
      .queryAllByRole('listitem')
      .map((one) => /#(\d+)\./.exec(one.textContent)?.[1]);
  await waitFor(() => expect(lines()).toHaveLength(50));
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  await waitFor(() => expect(lines()).toHaveLength(100));
  const [newest] = backend.acting.audit;
  if (newest) backend.acting.audit = [{ ...newest, id: 131, title: '#131.' }, ...backend.acting.audit];
  backend.proposing.list = [...backend.proposing.list];
  backend.push.proposalsChanged();
  await waitFor(() => expect(lines()[0]).toBe('131'));
  expect(lines()).toHaveLength(101);
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  await waitFor(() => expect(lines().at(-1)).toBe('1'));
  expect(screen.queryByRole('button', { name: 'Show more' })).not.toBeInTheDocument();
  expect(lines()).toEqual(Array.from({ length: 131 }, (_, n) => String(131 - n)));
});

test('the log has words of its own for each word of the engine', () => {
  const words = [
    'agent_added',
    'agent_paused',
    'agent_resumed',
    'agent_revoked',
    'agent_allowed',
    'agent_caps',
    'all_agents_paused',
    'all_agents_resumed',
    'proposed',
    'looked_at_again',
    'approved',
    'approved_edited',
    'rejected',
    'withdrawn',
    'expired',
    'sent',
    'done',
    'failed',
    'undone',
  ];
  expect(Object.keys(auditWords).sort()).toEqual([...words].sort());
  for (const word of words) expect(auditWords[word]?.()).toBe(en[`audit_${word}` as keyof typeof en]);
});
