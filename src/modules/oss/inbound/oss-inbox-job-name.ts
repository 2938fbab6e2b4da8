/** Name of the round that makes something of what OSS has sent. */
export const OSS_INBOX_JOB = 'oss-inbox';
