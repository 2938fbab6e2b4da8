import { mkdirSync } from 'node:fs';

/**
 * Of folders that the service makes: nobody else looks into them. The embedded PostgreSQL of a service that root has started runs as
 * another user, who has to get through to its data.
 */
export const PRIVATE_FOLDER = process.getuid?.() === 0 ? 0o711 : 0o700;

/** Of files that the service writes. */
export const PRIVATE_FILE = 0o600;

export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER });
}
