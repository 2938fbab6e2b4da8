/**
 * BullMQ 6.7.0 on PostgreSQL moves due delayed jobs with an unordered update in every claim. Two workers then deadlock, and a job
 * that ran well is marked as failed; retries with back-off are delayed jobs too. The patch makes a claim skip the rows that
 * another one holds. It refuses a function it does not know: review it whenever bullmq is updated.
 */
export const PATCH_BULLMQ = `
do $patch$
declare
  source text := pg_get_functiondef('bullmq.move_to_active(text,text,bigint,bigint,text,integer,bigint)'::regprocedure);
  before text := $q$      UPDATE job
         SET state = 'waiting', delay_ms = 0
       WHERE queue = p_queue
         AND state = 'delayed'
         AND process_at_ms <= p_now
      RETURNING id$q$;
  after text := $q$      UPDATE job
         SET state = 'waiting', delay_ms = 0
       WHERE queue = p_queue
         AND id IN (SELECT d.id FROM job d
                     WHERE d.queue = p_queue AND d.state = 'delayed' AND d.process_at_ms <= p_now
                     ORDER BY d.process_at_ms LIMIT 100 FOR UPDATE SKIP LOCKED)
      RETURNING id$q$;
begin
  if position(after in source) > 0 then return; end if;
  if position(before in source) = 0 then raise exception 'bullmq.move_to_active has changed: review src/platform/queue/bullmq-patch.ts'; end if;
  execute replace(source, before, after);
end $patch$`;
