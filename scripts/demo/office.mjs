import { Client, Refused } from './client.mjs';

/** A service that is open to a network prints its own at start. */
const PASSWORD = process.env.DEMO_PASSWORD || 'terbit';
const USERS = [
  'pemohon',
  'frontoffice',
  'umum',
  'backoffice1',
  'backoffice2',
  'timteknis',
  'kabid',
  'sekretaris',
  'kadis',
  'admin',
  'pelapor',
];

/** The demo users, signed in; who holds which role is what the service itself says of them. */
export async function signIn(baseUrl) {
  const users = [];
  for (const username of USERS) {
    const { body } = await new Client(baseUrl).post('/v1/auth/token', { username, password: PASSWORD }).catch((error) => {
      const unknown = error instanceof Refused && error.status === 401;
      throw unknown ? new Error(`cannot sign in as "${username}": the service runs without its demo users (see DEMO)`) : error;
    });
    const client = new Client(baseUrl, body.accessToken);
    const { id, name, roles } = await client.get('/v1/me');
    users.push({ username, id, name, roles, client });
  }
  return new Office(new Client(baseUrl), users);
}

/** Who is there, by role. */
export class Office {
  constructor(anybody, users) {
    this.public = anybody;
    this.users = users;
    this.next = 0;
  }

  /** Who does a task of this role, of this section when it has one. */
  performer(role, section) {
    const found = this.users.find((user) => user.roles.some((held) => held.role === role && (!section || held.section === section)));
    if (!found) throw new Error(`no demo user is ${role}${section ? ` of section ${section}` : ''}`);
    return found;
  }

  /** A user who may not do it: the same role of another section where there is one, else each user in turn. */
  outsider(role, section) {
    const neighbour = this.users.find((user) => section && user.roles.some((held) => held.role === role && held.section !== section));
    if (neighbour) return neighbour;
    for (;;) {
      const user = this.users[this.next++ % this.users.length];
      // To another applicant's eyes a case does not exist: that is a 404, and another story.
      if (!user.roles.some((held) => held.role === role || held.role === 'applicant')) return user;
    }
  }
}
