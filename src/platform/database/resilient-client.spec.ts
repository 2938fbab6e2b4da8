import { createServer, type AddressInfo, type Server } from 'node:net';
import pg from 'pg';
import { dataSource } from './data-source.js';
import { ResilientClient } from './resilient-client.js';

const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5, type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const WELCOME = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const GOODBYE = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'));

/** A PostgreSQL that is stopped in the very moment in which a connection becomes ready. */
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.end(Buffer.concat([WELCOME, READY, GOODBYE])));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `postgres://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/none`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test('a goodbye in the packet that makes a connection ready fails the next statement, and not the process', async () => {
  const pool = new pg.Pool({ connectionString: url, Client: ResilientClient });
  const client = await pool.connect();
  await expect(client.query('select 1')).rejects.toThrow(/not queryable|terminat/);
  client.release();
  expect(pool.totalCount).toBe(0);
  await pool.end();
});

test('neither does one that meets the pool of TypeORM', async () => {
  await expect(dataSource(url).initialize()).rejects.toThrow(/not queryable|terminat/);
});
