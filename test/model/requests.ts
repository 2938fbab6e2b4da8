import type { Request } from './client.js';

const APPLICATION = `id number service status version openedAt updatedAt closedAt
  openTasks { id step role section dueAt } statutory { status startedAt dueAt endedAt }`;

/** The commands on a case, as REST and as GraphQL. */
export class Requests {
  constructor(private readonly graphql: boolean) {}

  complete(user: string, id: string, body: object, headers = {}): Request {
    return this.either({ user, headers, path: `/v1/tasks/${id}/complete`, field: 'completeTask', input: 'CompleteTaskInput' }, id, body);
  }

  claim(user: string, id: string, what: 'claim' | 'release', headers = {}): Request {
    return this.either({ user, headers, path: `/v1/tasks/${id}/${what}`, field: `${what}Task` }, id, {});
  }

  withdraw(user: string, id: string, headers = {}): Request {
    const body = { reason: 'Berubah pikiran.' };
    return this.either(
      { user, headers, path: `/v1/applications/${id}/withdraw`, field: 'withdrawApplication', input: 'WithdrawInput' },
      id,
      body,
    );
  }

  undo(user: string, id: string, what: 'correct' | 'revoke', headers = {}): Request {
    const body = { reason: 'Data keliru.' };
    return this.either({ user, headers, path: `/v1/letters/${id}/${what}`, field: `${what}Letter`, input: 'ReasonInput' }, id, body);
  }

  open(user: string, body: object, headers = {}): Request {
    if (!this.graphql) return { user, headers, method: 'POST', path: '/v1/applications', body: JSON.stringify(body) };
    const query = `mutation ($input: OpenApplicationInput!) { answer: submitApplication(input: $input) { ${APPLICATION} } }`;
    return { user, headers, method: 'POST', path: '/graphql', body: JSON.stringify({ query, variables: { input: body } }) };
  }

  read(user: string, id: string): Request {
    if (!this.graphql) return { user, method: 'GET', path: `/v1/applications/${id}` };
    const query = `query ($id: String!) { answer: application(id: $id) { ${APPLICATION} } }`;
    return { user, method: 'POST', path: '/graphql', body: JSON.stringify({ query, variables: { id } }) };
  }

  private either(
    { user, headers, path, field, input }: { user: string; headers: object; path: string; field: string; input?: string },
    id: string,
    body: object,
  ): Request {
    const sent = { user, method: 'POST', headers: headers as Record<string, string> };
    if (!this.graphql) return { ...sent, path, body: JSON.stringify(body) };
    const declared = input ? `, $input: ${input}!` : '';
    const query = `mutation ($id: String!${declared}) { answer: ${field}(id: $id${input ? ', input: $input' : ''}) { ${APPLICATION} } }`;
    return { ...sent, path: '/graphql', body: JSON.stringify({ query, variables: { id, ...(input && { input: body }) } }) };
  }
}

/** What was answered, whichever transport it came by. */
export function outcomeOf(answer: { readonly status: number; readonly json: unknown }): {
  status: number;
  code: string | undefined;
  body: unknown;
} {
  const json = answer.json as
    { data?: { answer: unknown } | null; errors?: { extensions: { status: number; code: string } }[]; code?: string } | undefined;
  const [error] = json?.errors ?? [];
  if (error?.extensions) return { status: error.extensions.status, code: error.extensions.code, body: json };
  if (json?.data) return { status: 200, code: undefined, body: json.data.answer };
  return { status: answer.status, code: json?.code, body: json };
}
