interface Settings {
  readonly tokenTtlSeconds: number;
  readonly refreshTtlSeconds: number;
  readonly sessionMaxSeconds: number;
  readonly signerUrl: string | undefined;
  readonly signerTrust: string | undefined;
}

/** What single settings do not show: those that must not stand together. */
export function refusedTogether(config: Settings): string[] {
  const problems: string[] = [];
  if (config.refreshTtlSeconds < config.tokenTtlSeconds) problems.push('REFRESH_TTL_SECONDS must not be less than TOKEN_TTL_SECONDS');
  if (config.sessionMaxSeconds < config.tokenTtlSeconds) problems.push('SESSION_MAX_SECONDS must not be less than TOKEN_TTL_SECONDS');
  if (config.signerUrl !== undefined && config.signerTrust === undefined)
    problems.push(
      'SIGNER_URL needs SIGNER_TRUST: without the certificates that may issue those of officials, anybody could sign in their place',
    );
  return problems;
}
