// The agents of the demo, and what they did.
import type { Listeners } from '../backend';
import type { Asking } from '../asked';
import type { AgentClient, AgentView, AuditLine, Problem, Sight } from '../bindings';

type Commands = Pick<
  Asking,
  | 'listAgents'
  | 'addAgent'
  | 'agentConfig'
  | 'pauseAgent'
  | 'pauseAllAgents'
  | 'revokeAgent'
  | 'allowAgent'
  | 'setAgentCaps'
  | 'listAudit'
  | 'exportAudit'
>;

interface Around {
  calendars: () => readonly { id: string }[];
  now: string;
  push: Listeners;
}

export interface Acting {
  agents: AgentView[];
  allPaused: boolean;
  audit: AuditLine[];
  /** What was exported: an agent, or null for all. */
  exported: (string | null)[];
}

const files: Record<AgentClient, string> = {
  'claude-desktop': '~/.config/Claude/claude_desktop_config.json',
  'claude-code': '.mcp.json',
  cursor: '~/.cursor/mcp.json',
  'vs-code': '.vscode/mcp.json',
};

const gone: Problem = { kind: 'not_found', message: 'This agent is no longer there.', remedy: '' };

export function demoAgents({ calendars, now, push }: Around): {
  acting: Acting;
  commands: Commands;
  plan(): void;
} {
  const ago = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();
  const sights = (chosen: Record<string, Sight> = {}) =>
    calendars().map(({ id }) => ({ calendarId: id, sight: chosen[id] ?? ('busy' as const) }));
  const agent = (id: string, name: string, change: Partial<AgentView>): AgentView => ({
    id,
    name,
    state: 'active',
    createdAt: ago(9 * 1440),
    lastSeenAt: null,
    client: '',
    pending: 0,
    maxPending: 20,
    maxPerHour: 60,
    sights: sights(),
    ...change,
  });
  const line = (id: number, minutes: number, change: Partial<AuditLine>): AuditLine => ({
    id,
    at: ago(minutes),
    agentId: 'claude',
    agentName: 'Claude',
    proposalId: null,
    what: 'proposed',
    who: 'agent',
    title: '',
    diff: [],
    result: 'pending',
    ...change,
  });
  const acting: Acting = {
    agents: [],
    allPaused: false,
    audit: [],
    exported: [],
  };

  function plan() {
    acting.agents = [
      agent('claude', 'Claude', {
        lastSeenAt: ago(18),
        client: 'Claude Desktop 1.4',
        pending: 5,
        sights: sights({ work: 'full', team: 'titles', school: 'hidden' }),
      }),
      agent('inbox', 'inbox-bot', {
        lastSeenAt: ago(180),
        client: 'inbox-bot 0.3',
        pending: 1,
        state: 'paused',
      }),
    ];
    acting.audit = [
      line(5, 18, {
        title: 'Security review',
        proposalId: 'move',
        diff: [{ name: 'time', before: '15:30 – 16:30', after: '16:30 – 17:30' }],
      }),
      line(4, 32, { title: 'Prep: board deck', proposalId: 'add' }),
      line(3, 180, {
        agentId: 'inbox',
        agentName: 'inbox-bot',
        title: 'Vendor sync',
        proposalId: 'delete',
      }),
      line(2, 390, { what: 'approved', who: 'user', title: 'Customer call: Contoso', result: 'failed' }),
      line(1, 480, { what: 'approved', who: 'user', title: 'Lunch with Ana', result: 'done' }),
    ];
  }

  function change(id: string, how: (agent: AgentView) => AgentView) {
    if (!acting.agents.some((one) => one.id === id)) throw gone;
    acting.agents = acting.agents.map((one) => (one.id === id ? how(one) : one));
    push.agentsChanged();
  }

  const commands: Commands = {
    listAgents: async () => ({ agents: acting.agents, allPaused: acting.allPaused }),
    async addAgent(name) {
      if (acting.agents.some((one) => one.name === name)) {
        throw {
          kind: 'invalid',
          message: `There is an agent called ${name} already.`,
          remedy: 'Choose another name.',
        };
      }
      const added = agent(`agent-${acting.agents.length + 1}`, name, { createdAt: now });
      acting.agents = [...acting.agents, added];
      push.agentsChanged();
      return added;
    },
    async agentConfig(id, client) {
      const name = acting.agents.find((one) => one.id === id)?.name ?? id;
      const server = {
        command: '/usr/bin/kalends',
        args: ['mcp', '--agent', name],
        env: { KALENDS_AGENT_TOKEN: 'kal_Zm9yIHRoZSBkZW1vIG9ubHksIG5vdCBhIHRva2Vu' },
      };
      const shape =
        client === 'vs-code' ? { servers: { kalends: server } } : { mcpServers: { kalends: server } };
      return { client, file: files[client], text: JSON.stringify(shape, null, 2) };
    },
    async pauseAgent(id, paused) {
      change(id, (one) => ({ ...one, state: paused ? 'paused' : 'active' }));
    },
    async pauseAllAgents(paused) {
      acting.allPaused = paused;
      push.agentsChanged();
    },
    async revokeAgent(id) {
      change(id, (one) => ({ ...one, state: 'revoked', pending: 0 }));
    },
    async allowAgent(id, calendarId, sight) {
      change(id, (one) => ({
        ...one,
        sights: one.sights.map((each) => (each.calendarId === calendarId ? { calendarId, sight } : each)),
      }));
    },
    async setAgentCaps(id, maxPending, maxPerHour) {
      change(id, (one) => ({ ...one, maxPending, maxPerHour }));
    },
    async listAudit(agentId, before, limit) {
      return acting.audit
        .filter(
          (one) => (agentId === null || one.agentId === agentId) && (before === null || one.id < before),
        )
        .slice(0, limit);
    },
    async exportAudit(agentId) {
      acting.exported.push(agentId);
      return 'kalends-audit.jsonl';
    },
  };
  return { acting, commands, plan };
}
