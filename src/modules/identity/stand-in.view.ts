import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import type { StandInRow } from '../../platform/auth/stand-in.entity.js';

@ObjectType('StandIn', { description: 'A period in which somebody stands in for the holder of a role.' })
export class StandInView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'Role.' })
  role: string;

  @ApiField(() => String, { description: 'Section, for a role that exists once per section.', nullable: true })
  section: string | null;

  @ApiField(() => String, { description: 'plh (the holder is away), plt (the seat is vacant) or an (on behalf of, atas nama).' })
  kind: string;

  @ApiField(() => String, { description: 'Id of the holder of the role.' })
  holderId: string;

  @ApiField(() => String, { description: 'Name of the holder of the role.' })
  holder: string;

  @ApiField(() => String, { description: 'Id of who stands in.' })
  userId: string;

  @ApiField(() => String, { description: 'Name of who stands in.' })
  user: string;

  @ApiField(() => String, { description: 'Why, such as the number of the order.', nullable: true })
  reason: string | null;

  @ApiField(() => String, { description: 'From when (RFC 3339).' })
  from: string;

  @ApiField(() => String, { description: 'Until when (RFC 3339): the first moment in which it no longer holds.' })
  until: string;

  @ApiField(() => String, { description: 'planned, running, over or ended (before its time).' })
  status: string;

  @ApiField(() => String, { description: 'When it was ended before its time (RFC 3339).', nullable: true })
  endedAt: string | null;
}

export function standInView(row: StandInRow, now: Date): StandInView {
  return {
    id: row.id,
    role: row.role,
    section: row.section,
    kind: row.kind,
    holderId: row.holder_id,
    holder: row.holder_name,
    userId: row.deputy_id,
    user: row.deputy_name,
    reason: row.reason,
    from: row.starts_at.toISOString(),
    until: row.ends_at.toISOString(),
    status: statusOf(row, now),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

function statusOf(row: StandInRow, now: Date): string {
  if (row.ended_at) return 'ended';
  if (row.ends_at <= now) return 'over';
  return row.starts_at <= now ? 'running' : 'planned';
}
