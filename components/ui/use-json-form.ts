'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { type DefaultValues, type FieldValues, get, type Path, useForm } from 'react-hook-form';
import type { z } from 'zod';
import { goToSignIn, type PostOutcome, postJson } from './post-json.ts';

type Options<Input extends FieldValues, Output> = {
  schema: z.ZodType<Output, Input>;
  /** Route that takes the form, `/api/…`; or a function that sends it in another way. */
  url: string | ((input: Output) => Promise<PostOutcome>);
  /** What the fields hold at first. Leave it out for an empty form. */
  defaults?: DefaultValues<Input>;
  /** Called with the route's answer. The form stays busy until it has ended, so that navigation shows. */
  onDone?: (answer: Record<string, unknown>, input: Output) => unknown;
};

type Typed = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * A form that is checked in the browser by the schema of its route and then posted there as JSON. What the route refuses
 * goes to the field that it names, else above the form. Spread `form.props` on `Form` and `form.field(name)` on a field.
 */
export function useJsonForm<Input extends FieldValues, Output>({
  schema,
  url,
  defaults,
  onDone,
}: Options<Input, Output>) {
  const form = useForm<Input, unknown, Output>({
    resolver: zodResolver<Input, unknown, Output, z.ZodType<Output, Input>>(schema),
    defaultValues: defaults,
    mode: 'onSubmit',
    reValidateMode: 'onChange',
  });
  const [formError, setFormError] = useState<string | null>(null);
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(
    async (input) => {
      setFormError(null);
      const outcome = typeof url === 'string' ? await postJson(url, input) : await url(input);
      if (outcome.ok) return void (await onDone?.(outcome.answer, input));
      const { code, message, field } = outcome.problem;
      if (code === 'signed_out') return goToSignIn();
      if (field && isRegistered(field)) {
        form.setError(field as Path<Input>, { type: 'server', message }, { shouldFocus: true });
      } else {
        setFormError(message);
      }
    },
    () => setFormError(null),
  );

  /** Whether a control of this name is on screen; an error on any other name would be seen by nobody. */
  const isRegistered = (name: string) => get(form.control._fields, name) !== undefined;

  const errorOf = (name: Path<Input>): string | undefined => {
    const message: unknown = get(errors, `${name}.message`);
    return typeof message === 'string' ? message : undefined;
  };

  /** Props of a text field or a select. What was typed before the page's scripts ran is kept. */
  function field(name: Path<Input>) {
    const { ref, ...rest } = form.register(name);
    return {
      ...rest,
      defaultValue: get(defaults, name) as string | number | undefined,
      error: errorOf(name),
      ref(element: Typed | null) {
        const typed = element?.value;
        ref(element);
        if (element && typed !== undefined && element.value !== typed) {
          element.value = typed;
          form.setValue(name, typed as Parameters<typeof form.setValue<Path<Input>>>[1], {
            shouldDirty: true,
          });
        }
      },
    };
  }

  /** Props of a checkbox. */
  const check = (name: Path<Input>) => ({
    ...form.register(name),
    defaultChecked: get(defaults, name) === true,
    error: errorOf(name),
  });

  return {
    ...form,
    field,
    check,
    submit,
    busy: isSubmitting,
    formError,
    setFormError,
    /** Spread on `Form`. */
    props: { onSubmit: submit, busy: isSubmitting, error: formError },
  };
}
