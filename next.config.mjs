import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

// Several builds can stand side by side, each in a directory of its own.
const distDir = process.env.NEXT_DIST_DIR || '.next';

/** Next writes its directory into the TypeScript settings it is given: a directory of one's own gets settings of its own. */
function typeScriptSettings() {
  if (distDir === '.next') return 'tsconfig.json';
  const file = `${distDir}.tsconfig.json`;
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    const settings = path.relative(path.dirname(file), 'tsconfig.json').split(path.sep).join('/');
    writeFileSync(file, JSON.stringify({ extends: settings }));
  }
  return file;
}

const isDevelopment = process.env.NODE_ENV === 'development';

// Next puts small scripts and styles into the page itself, so both need 'unsafe-inline'; a nonce would need code before
// every request and would make every page dynamic. Nothing is loaded from another host.
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${isDevelopment ? " 'unsafe-eval'" : ''}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = [
  { key: 'Content-Security-Policy', value: contentSecurityPolicy },
  // For browsers that do not know frame-ancestors.
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  // Not no-referrer: browsers would then send "Origin: null" with our own posts, which the JSON edge refuses.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  // Browsers ignore it over plain http, so it does not hurt while trying out.
  { key: 'Strict-Transport-Security', value: 'max-age=31536000' },
];

/** @type {import('next').NextConfig} */
const config = {
  distDir,
  poweredByHeader: false,
  reactStrictMode: true,
  // Left as they are in node_modules: native code, drivers with optional parts, and clients too large to bundle.
  serverExternalPackages: [
    '@node-rs/argon2',
    'drizzle-orm',
    'nodemailer',
    'postgres',
    'rate-limiter-flexible',
    'xero-node',
  ],
  // `npm run types` checks them; the build does not do it a second time.
  typescript: { ignoreBuildErrors: true, tsconfigPath: typeScriptSettings() },
  experimental: { useTypeScriptCli: true },
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
};

export default config;
