interface Settings {
  readonly tokenTtlSeconds: number;
  readonly refreshTtlSeconds: number;
  readonly sessionMaxSeconds: number;
}

/** What single settings do not show: those that must not stand together. */
export function refusedTogether(config: Settings): string[] {
  const problems: string[] = [];
  if (config.refreshTtlSeconds < config.tokenTtlSeconds) problems.push('REFRESH_TTL_SECONDS must not be less than TOKEN_TTL_SECONDS');
  if (config.sessionMaxSeconds < config.tokenTtlSeconds) problems.push('SESSION_MAX_SECONDS must not be less than TOKEN_TTL_SECONDS');
  return problems;
}
