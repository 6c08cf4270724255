'use client';

import { useEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';

/** Puts text on the clipboard. Without the clipboard's own interface (plain http) it falls back to a selection. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    area.style.opacity = '0';
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}

/** A value ready to be typed elsewhere, with a button that copies it and says so. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: string }) {
  const [message, setMessage] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    setMessage((await copyText(value)) ? 'Copied' : 'Select the text and copy it by hand');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setMessage(''), 4000);
  }

  return (
    <div className="grid min-w-0 content-start gap-1">
      <div className="text-[0.8125rem] font-medium">{label}</div>
      <div className="flex min-w-0 items-stretch rounded border border-line bg-sunken">
        <code className="min-w-0 flex-1 self-center px-2.5 py-1.5 font-mono text-[0.8125rem] [overflow-wrap:anywhere] select-all">
          {value}
        </code>
        <Button
          look="ghost"
          className="rounded-l-none border-l-line"
          onClick={copy}
          aria-label={`Copy ${label}`}
        >
          {message === 'Copied' ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <div className="flex gap-3 text-[0.8125rem] text-muted">
        {hint && <span>{hint}</span>}
        <span role="status" className={message === 'Copied' ? 'sr-only' : undefined}>
          {message}
        </span>
      </div>
    </div>
  );
}
