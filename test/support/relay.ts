import type { Socket } from 'node:net';

/** Ties two connections together: each ends with the other; both are in the set as long as they live. */
export function tied(one: Socket, other: Socket, alive: Set<Socket>): void {
  for (const [socket, peer] of [
    [one, other],
    [other, one],
  ] as const) {
    alive.add(socket);
    socket.on('error', () => peer.destroy());
    socket.on('close', () => {
      alive.delete(socket);
      peer.destroy();
    });
  }
}
