'use client';

import { type ReactNode, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';

export type Contact = { contactId: string; name: string };

export type ContactSource = {
  /** Active contacts in Xero that hold the words. */
  search(words: string): Promise<{ contacts: Contact[] } | { error: string }>;
  /** The contact of exactly this name, made in Xero if there is none. */
  findOrCreate(name: string): Promise<{ contact: Contact } | { error: string }>;
};

/** A name that retailers' books often have for sales to nobody in particular. */
export const USUAL_NAME = 'Walk-in customers';

/** Chooses one of the organisation's contacts: found by words, or made under a usual name. */
export function ContactPicker({
  id,
  label = 'Walk-in contact',
  placeholder = 'Not chosen yet',
  hint,
  error,
  chosen,
  savedId,
  onChoose,
  source,
}: {
  id: string;
  label?: ReactNode;
  /** What stands there while nothing is chosen. */
  placeholder?: string;
  hint: string | null;
  error?: string;
  chosen: Contact | null;
  /** The one that is saved. */
  savedId: string | null;
  onChoose(contact: Contact | null): void;
  source: ContactSource;
}) {
  const [found, setFound] = useState<Contact[]>([]);
  const [message, setMessage] = useState('');
  const [busy, setBusy] = useState<'search' | 'create' | null>(null);
  const words = useRef<HTMLInputElement>(null);
  const isOpen = chosen !== null && chosen.contactId !== savedId;
  const about = chosen ? '' : `“${USUAL_NAME}” is looked up in Xero, and made there if it is missing.`;
  const options = [...(chosen ? [chosen] : []), ...found.filter((c) => c.contactId !== chosen?.contactId)];

  async function search() {
    const text = words.current?.value.trim() ?? '';
    if (text === '') return setMessage('Enter a part of the name first.');
    setBusy('search');
    const answer = await source.search(text);
    setBusy(null);
    if ('error' in answer) return setMessage(answer.error);
    setFound(answer.contacts);
    const [first, ...others] = answer.contacts;
    if (!first) return setMessage(`No active contact in Xero holds “${text}”.`);
    setMessage(
      others.length === 0
        ? `Found: ${first.name}. Choose it above.`
        : `${others.length + 1} found. Choose one above.`,
    );
  }

  async function create() {
    setBusy('create');
    const answer = await source.findOrCreate(USUAL_NAME);
    setBusy(null);
    if ('error' in answer) return setMessage(answer.error);
    onChoose(answer.contact);
    setMessage('');
  }

  return (
    <div className="grid content-start gap-2">
      <Select
        id={id}
        label={label}
        hint={hint}
        error={error}
        placeholder={placeholder}
        value={chosen?.contactId ?? ''}
        onChange={(event) => {
          setMessage('');
          onChoose(options.find((c) => c.contactId === event.target.value) ?? null);
        }}
        options={options.map((c) => ({ value: c.contactId, label: c.name }))}
      />
      <div className="flex flex-wrap items-end gap-2">
        <Field
          ref={words}
          label="Find a contact in Xero"
          type="search"
          maxLength={100}
          className="min-w-40 flex-1"
          onKeyDown={(event) => {
            // Enter searches; it must not send the form around it.
            if (event.key !== 'Enter') return;
            event.preventDefault();
            void search();
          }}
        />
        <Button onClick={search} busy={busy === 'search'}>
          Find
        </Button>
        <Button onClick={create} busy={busy === 'create'}>
          Use “{USUAL_NAME}”
        </Button>
      </div>
      <p role="status" className="text-[0.8125rem] text-muted empty:hidden">
        {message || (isOpen ? `“${chosen.name}” is chosen. Press Save to keep it.` : about)}
      </p>
    </div>
  );
}
