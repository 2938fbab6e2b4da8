import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { INSIDE } from '../support/hostile.js';
import type { Schema } from './from-schema.js';
import type { RestShot } from './rest.js';
import type { Told } from './wire.js';

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

export interface Operation {
  readonly 'x-permission'?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, Response>>;
}

/** `openapi.json`, as far as it is needed here. */
export interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const PROBLEM = 'application/problem+json';
/** OSS is answered in its own form, and these are pages. */
const OWN_FORM = /^\/(oss|reports|graphiql|docs)(\/|$)/;

/** Holds answers against the contract. */
export class Judge {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });

  constructor(private readonly contract: Contract) {
    // OpenAPI 3.0 says "nullable" where JSON Schema has a type of its own.
    this.ajv.addSchema(nullable({ $id: 'contract', ...contract }) as object);
  }

  /** What is wrong with an answer; undefined when it is as the contract says. */
  wrong(shot: RestShot, told: Told): string | undefined {
    const { status, type, text } = told;
    if (status >= 500) return `answers ${status}`;
    const inside = type.startsWith('image') || type.includes('pdf') || type.includes('sheet') ? null : INSIDE.exec(text);
    if (inside && status >= 400) return `tells what is inside: ${inside[0]}`;
    // Nothing may stand in an answer to HEAD, or by nature of a preflight.
    if (shot.method === 'HEAD' || shot.method === 'OPTIONS') return text === '' || type === PROBLEM ? undefined : 'has content';
    if (shot.path === undefined && OWN_FORM.test(shot.target)) return undefined;
    return status >= 400 ? this.wrongProblem(shot, told) : this.wrongSuccess(shot, told);
  }

  private wrongProblem({ path, method }: RestShot, { status, type, json }: Told): string | undefined {
    const key = path && this.responseOf(path, method, status);
    if (path && !key) return `does not document ${status}`;
    if (type === 'text/html' && path && this.contentOf(path, method, key!)[type]) return undefined;
    if (type !== PROBLEM) return `refuses as ${type || 'nothing'}`;
    const fits = this.ajv.getSchema('contract#/components/schemas/Problem')!;
    if (!fits(json)) return `refuses without the form of a problem: ${told(fits)}`;
    const problem = json as Record<'status' | 'title' | 'detail' | 'code', unknown>;
    if (problem.status !== status) return `says ${String(problem.status)} in a ${status}`;
    if (problem.title === '' || problem.detail === '' || !/^[A-Z][A-Z0-9_]+$/.test(String(problem.code)))
      return 'refuses without saying why';
    return undefined;
  }

  private wrongSuccess({ path, method }: RestShot, { status, type, text, json }: Told): string | undefined {
    if (!path) return type === 'text/html' ? undefined : `something is at no address: ${status} ${type}`;
    const key = this.responseOf(path, method, status);
    if (!key) return `does not document ${status}`;
    const content = this.contentOf(path, method, key);
    if (text === '' && Object.keys(content).length === 0) return undefined;
    if (!content[type]) return `does not document ${status} as ${type || 'nothing'}`;
    if (!content[type].schema || !type.includes('json') || type.includes('ndjson')) return undefined;
    const place = ['paths', path, method.toLowerCase(), 'responses', key, 'content', type, 'schema'];
    const fits = this.ajv.getSchema(`contract#/${place.map(pointerPart).join('/')}`)!;
    return fits(json) ? undefined : `breaks its schema: ${told(fits)}`;
  }

  private contentOf(path: string, method: string, key: string): NonNullable<Response['content']> {
    return this.contract.paths[path]![method.toLowerCase()]!.responses[key]!.content ?? {};
  }

  private responseOf(path: string, method: string, status: number): string | undefined {
    const { responses } = this.contract.paths[path]![method.toLowerCase()]!;
    return [String(status), `${String(status)[0]}XX`].find((key) => responses[key]);
  }
}

const pointerPart = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
const told = ({ errors }: ValidateFunction) =>
  JSON.stringify(errors?.slice(0, 3).map(({ instancePath, message, params }) => [instancePath, message, params]));

function nullable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(nullable);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable: mayBeNull, ...rest } = schema as { readonly nullable?: unknown };
  const own = Object.fromEntries(Object.entries(rest).map(([name, inner]) => [name, nullable(inner)]));
  return mayBeNull === true ? { anyOf: [{ type: 'null' }, own] } : own;
}
