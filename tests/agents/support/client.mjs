// The official client, and answers that are held against the schemas the server gave.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import assert from 'node:assert/strict';

/** A client of the server that `config` starts; it and the process end with the test. */
export async function connect(test, config) {
  const transport = new StdioClientTransport({ ...config, stderr: 'pipe' });
  let stderr = '';
  transport.stderr.on('data', (data) => (stderr += data));
  const client = new Client({ name: 'kalends-tests', version: '1.0.0' });
  await client.connect(transport);
  test.after(() => client.close());
  const { tools } = await client.listTools();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv, ['int32', 'uint32', 'int64', 'uint64', 'double', 'float']);
  for (const format of ['uint32', 'uint64', 'int64', 'uint8']) ajv.addFormat(format, true);
  const checks = new Map(tools.map((tool) => [tool.name, ajv.compile(tool.outputSchema)]));
  const inputs = new Map(tools.map((tool) => [tool.name, ajv.compile(tool.inputSchema)]));

  /** Calls a tool that has to succeed; gives its structured answer, which fits the schema. */
  const call = async (name, args = {}) => {
    const asked = inputs.get(name);
    assert.ok(asked(args), `${name}: arguments: ${JSON.stringify(asked.errors)}`);
    const answer = await client.callTool({ name, arguments: args });
    const text = answer.content.map((one) => one.text).join('\n');
    assert.notEqual(answer.isError, true, `${name}: ${text}`);
    const check = checks.get(name);
    assert.ok(check(answer.structuredContent), `${name}: ${JSON.stringify(check.errors)}\n${text}`);
    assert.deepEqual(JSON.parse(text), answer.structuredContent, `${name}: text and structure differ`);
    return answer.structuredContent;
  };
  /** Calls a tool that has to be refused; gives the words. */
  const refused = async (name, args = {}) => {
    const answer = await client.callTool({ name, arguments: args });
    const text = answer.content.map((one) => one.text).join('\n');
    assert.equal(answer.isError, true, `${name} was not refused: ${text}`);
    assert.equal(answer.structuredContent, undefined, 'an error has no structured content');
    return text;
  };
  return { client, transport, tools, call, refused, stderr: () => stderr };
}
