import { BOUNDARY, file, form, requirement } from '../support/hostile.js';
import type { Chance } from './chance.js';
import type { Contract, Operation } from './contract.js';
import { MEANT, Values } from './from-schema.js';
import type { Crowd } from './crowd.js';
import { headersFor } from './headers.js';
import type { Move, Pools } from './pools.js';
import type { Shot } from './wire.js';

/** A request, with the operation of the contract that it is meant for; without one it is for none. */
export interface RestShot extends Shot {
  readonly path: string | undefined;
}

type Content = Pick<Shot, 'payload' | 'headers'>;
const NO_BODY: Content = { payload: undefined, headers: {} };

/** What is done with one task. */
const TASK = /^\/v1\/tasks\/\{id\}/;

/** A dear path is asked once where others are asked so many times. */
const SELDOM = 10;

/** Requests for the operations of a contract. */
export class RestShots {
  private readonly values: Values;
  private readonly operations: readonly (readonly [path: string, method: string, operation: Operation])[];

  constructor(
    contract: Contract,
    private readonly pools: Pools,
    private readonly crowd: Crowd,
    /** Paths that cost too much to be asked as often as others. */
    private readonly dear: ReadonlySet<string>,
  ) {
    this.values = new Values(contract.components.schemas, pools);
    this.operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [path, method, operation] as const),
    );
  }

  make(chance: Chance): RestShot {
    const [path, method, operation] = chance.pick(this.operations);
    if (this.dear.has(`${method.toUpperCase()} ${path}`) && !chance.once(SELDOM)) return this.make(chance);
    if (chance.once(40)) return strange(path, method, chance);
    const move = TASK.test(path) && this.pools.moves.length > 0 && !chance.once(3) ? chance.pick(this.pools.moves) : undefined;
    const parameters = operation.parameters ?? [];
    const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => [name, this.inPath(path, name, move, chance)] as const);
    const target = inPath.reduce((place, [name, value]) => place.replace(`{${name}}`, value), path);
    const inQuery = parameters.filter((one) => one.in === 'query');
    const ticket =
      path.includes('{receiptNumber}') && !chance.once(3) ? chance.pick(this.pools.of('tickets') as readonly string[]) : undefined;
    const content = method === 'get' ? NO_BODY : this.body(`${method.toUpperCase()} ${path}`, operation, move, chance);
    return {
      path,
      method: method.toUpperCase(),
      target: ticket ? withTicket(path, ticket) : target + this.query(inQuery, chance),
      as: move && !chance.once(6) ? move.as : this.crowd.sender(chance, operation['x-permission']),
      payload: content.payload,
      headers: { ...headersFor(chance), ...content.headers },
    };
  }

  private inPath(path: string, name: string, move: Move | undefined, chance: Chance): string {
    if (move) return move.task;
    const known = this.pools.forPath(path, name);
    const one = known.length === 0 || chance.once(8) ? chance.oddText() : String(chance.pick(known));
    return escaped(one) || 'x';
  }

  private query(parameters: NonNullable<Operation['parameters']>, chance: Chance): string {
    const given = chance.some(parameters, 3).map(({ name, schema }) => [name, this.values.of(schema, name, chance, 5)] as const);
    const pairs = given.map(([name, value]) => `${name}=${escaped(value)}`);
    if (chance.once(20))
      pairs.push(
        chance.pick(['limit=1&limit=2', 'x=1', '__proto__=1', 'limit[]=1', '%zz=%zz', 'q=%ed%a0%80', 'after=%00', '&&=', 'limit']),
      );
    return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  }

  private body(door: string, operation: Operation, move: Move | undefined, chance: Chance): Content {
    const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
    if (type === 'multipart/form-data') return upload(chance);
    if (type === undefined && !chance.once(4)) return NO_BODY;
    const contentType = chance.once(15) ? chance.pick(TYPES) : 'application/json';
    if (chance.once(15)) return { payload: chance.pick(RAW), headers: { 'content-type': contentType } };
    const broken = chance.pick([1000, 1000, 40, 8]);
    const whole = this.pools.of(door);
    if (whole.length > 0 && broken > MEANT && !chance.once(3))
      return { payload: JSON.stringify(chance.pick(whole)), headers: { 'content-type': contentType } };
    const meant =
      move && broken > MEANT ? { outcome: move.outcome, input: move.input } : this.values.of(content?.schema ?? {}, '', chance, broken);
    return { payload: JSON.stringify(meant) ?? '', headers: { 'content-type': contentType } };
  }
}

/** A receipt number in its place, with its code. */
function withTicket(path: string, ticket: string): string {
  const [number, code] = ticket.split('?');
  return `${path.replace('{receiptNumber}', escaped(number))}?${code}`;
}

/** What is in no contract: other methods, other places. */
function strange(path: string, method: string, chance: Chance): RestShot {
  const plain = path.replace(/\{\w+\}/g, 'x');
  const other = chance.pick(['PATCH', 'DELETE', 'PUT', 'POST', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND']);
  const [how, where] = chance.pick([
    [other, plain],
    [method.toUpperCase(), `${plain}/${escaped(chance.oddText())}`],
    ['GET', `/${escaped(chance.oddText())}`],
    ['GET', `${plain}%`],
    ['GET', '/v1/%c0%ae%c0%ae/etc/passwd'],
    ['GET', '//v1//applications'],
    ['GET', '/docs/../../package.json'],
    ['POST', `/oss/${chance.pick(['receiveNIB', 'receiveFileDS', 'x'])}`],
  ] as const);
  return { path: undefined, method: how, target: where, headers: headersFor(chance), as: '' };
}

/** As a browser would, but for half characters, which it could not send. */
export function escaped(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?').slice(0, 250));
}

const TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/json; charset=utf-16',
  'application/problem+json',
  'application/JSON;',
  'application/xml',
  'x',
  '',
];

const RAW: readonly (string | Buffer)[] = [
  '',
  '{',
  'null',
  '5',
  '"x"',
  '[]',
  '{"a":1e999}',
  '{"a":1,"a":2}',
  '{"__proto__":{"roles":[{"role":"admin"}]},"constructor":{"prototype":{}}}',
  '\ufeff{}',
  '{}{}',
  '{"a":01}',
  "{'a':1}",
  '['.repeat(5000) + ']'.repeat(5000),
  `{"a":"${'x'.repeat(1_200_000)}"}`,
  Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
];

function upload(chance: Chance): Content {
  const parts = [
    requirement(chance.pick(['ktp', 'evidence', 'x'])),
    file(),
    file({ data: 'x' }),
    file({ fileName: chance.pick(['a.png', '../../x', '\u0000', 'x'.repeat(400), '']) }),
    { name: chance.pick(['x', '__proto__', 'file', 'requirement']), data: 'x' },
    { head: 'content-disposition: form-data\r\n', data: 'x' },
  ];
  const whole = chance.once(2) ? parts.slice(0, 2) : chance.some(parts);
  const end = chance.pick([`--${BOUNDARY}--\r\n`, `--${BOUNDARY}--\r\n`, '', 'garbage']);
  const type = chance.pick([
    `multipart/form-data; boundary=${BOUNDARY}`,
    `multipart/form-data; boundary=${BOUNDARY}`,
    'multipart/form-data',
    'multipart/form-data; boundary=',
  ]);
  return { payload: form(whole, end), headers: { 'content-type': type } };
}
