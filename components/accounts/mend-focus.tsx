'use client';

import { useEffect, useRef } from 'react';
import { fieldToMend, type MappingField } from '@/lib/accounting/mapping-fields';
import { anchorOf } from '@/lib/accounting/mend';
import type { PlaceFields } from '@/lib/accounting/place-fields';
import { groups } from './groups.ts';

const parts = ['accounts', ...groups.map(({ group }) => group)];

/**
 * Who comes by a link to a part of the page (a refusal knows the kind of field, not which one) is brought to the field there that is
 * unusable or open; who comes by a link to a field can choose in it at once, or where it is unusable at an outlet or a register, there.
 */
export function MendFocus({ fields, places }: { fields: MappingField[]; places: PlaceFields[] }) {
  const latest = useRef({ fields, places });
  useEffect(() => {
    latest.current = { fields, places };
  }, [fields, places]);
  useEffect(() => {
    const go = () => {
      const anchor = location.hash.slice(1);
      const { fields, places } = latest.current;
      const targets = [...parts, ...fields.map(({ field }) => field)];
      const target = targets.find((one) => anchorOf(one) === anchor);
      const id = target ? anchorOf(fieldToMend(target, fields, places)) : anchor;
      const found = anchor ? document.getElementById(id) : null;
      if (!found) return;
      found.scrollIntoView({ block: 'center' });
      found.focus({ preventScroll: true });
    };
    go();
    addEventListener('hashchange', go);
    return () => removeEventListener('hashchange', go);
  }, []);
  return null;
}
