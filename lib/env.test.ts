import { describe, expect, test } from 'vitest';
import { readEnv } from './env.ts';

const whole = {
  DATABASE_URL: 'postgres://user:pw@localhost:5432/portal',
  NEXTAUTH_URL: 'http://localhost:3000/',
  NEXTAUTH_SECRET: 'n'.repeat(32),
  ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
  CRON_SECRET: 'c'.repeat(16),
  SMTP_URL: 'smtp://localhost:25',
  MAIL_FROM: 'OneEnterprise <no-reply@oneenterprise.example>',
};

const complaint = (changes: Record<string, string | undefined>) => {
  try {
    readEnv({ ...whole, ...changes });
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
};

describe('the environment', () => {
  test('is whole with the needed variables; the hosts of Xero and Tagrain are then the real ones', () => {
    expect(readEnv(whole)).toMatchObject({
      NEXTAUTH_URL: 'http://localhost:3000',
      XERO_LOGIN_URL: 'https://login.xero.com',
      XERO_API_URL: 'https://api.xero.com',
      TAGRAIN_URL: 'https://{business}.tagrain.net',
      TRUSTED_PROXIES: 0,
      DATABASE_PREPARED: 'where_direct',
    });
  });

  test.each(Object.keys(whole))('names %s when it is missing or empty', (name) => {
    expect(complaint({ [name]: undefined })).toContain(`${name}: is missing`);
    expect(complaint({ [name]: '' })).toContain(`  ${name}: `);
  });

  test('names everything that is missing at once', () => {
    const text = complaint({ DATABASE_URL: undefined, CRON_SECRET: undefined });
    expect(text).toContain('DATABASE_URL');
    expect(text).toContain('CRON_SECRET');
    expect(text).not.toContain('SMTP_URL');
  });

  test.each([
    ['DATABASE_URL', 'mysql://root:hunter2@db/portal'],
    ['NEXTAUTH_URL', 'hunter2'],
    ['NEXTAUTH_SECRET', 'hunter2'],
    ['ENCRYPTION_KEY', 'hunter2'],
    ['CRON_SECRET', 'hunter2'],
    ['SMTP_URL', 'hunter2'],
    ['TRUSTED_PROXIES', 'hunter2'],
    ['TRUSTED_PROXIES', '-1'],
    ['TRUSTED_PROXIES', '1.5'],
    ['DATABASE_PREPARED', 'hunter2'],
    ['TAGRAIN_URL', 'https://hunter2.tagrain.net'],
  ])('says what is wrong with %s and never repeats its value', (name, value) => {
    const text = complaint({ [name]: value });
    expect(text).toContain(`  ${name}: `);
    expect(text).not.toContain('is missing');
    expect(text).not.toContain('hunter2');
  });

  test('trusts as many proxies as are named, and none when it is left empty', () => {
    expect(readEnv({ ...whole, TRUSTED_PROXIES: '2' }).TRUSTED_PROXIES).toBe(2);
    expect(readEnv({ ...whole, TRUSTED_PROXIES: '' }).TRUSTED_PROXIES).toBe(0);
  });

  test('wants both halves of the operator’s own app, or neither', () => {
    expect(complaint({ XERO_CLIENT_ID: 'A' })).toContain('XERO_CLIENT_SECRET');
    expect(complaint({ XERO_CLIENT_ID: '', XERO_CLIENT_SECRET: '' })).toBe('none');
    expect(complaint({ XERO_CLIENT_ID: 'A', XERO_CLIENT_SECRET: 'B' })).toBe('none');
  });
});
